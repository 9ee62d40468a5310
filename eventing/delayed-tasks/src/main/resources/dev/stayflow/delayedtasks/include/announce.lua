-- Wakes the claimers when a task that is about to be stored becomes the first of the due ones.
local function announce(at)
  local head = redis.call('ZRANGE', KEY.due, 0, 0, 'WITHSCORES')[2]
  if not head or at < tonumber(head) then
    redis.call('PUBLISH', KEY.wake, string.format('%.0f', at))
  end
end
