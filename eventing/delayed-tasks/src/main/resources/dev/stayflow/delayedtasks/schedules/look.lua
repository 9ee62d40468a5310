-- Reads the schedules whose next firing has come, the most overdue first.
-- KEYS: entries, next
-- ARGV: 1 most (<= 100)
-- Returns {Redis's clock (us), the first firing that is yet to come (us) or false, ids, their firings (us), their entries}
-- @include clock
local text = string.format('%.0f', clock())
local due = redis.call('ZRANGEBYSCORE', KEY.next, '-inf', text, 'WITHSCORES', 'LIMIT', 0, ARGV[1])
local ids, firings, entries = {}, {}, {}
for i = 1, #due, 2 do
  local entry = redis.call('HGET', KEY.entries, due[i])
  if entry then
    ids[#ids + 1] = due[i]
    firings[#firings + 1] = due[i + 1]
    entries[#entries + 1] = entry
  else -- somebody deleted it by hand
    redis.call('ZREM', KEY.next, due[i])
  end
end
local head = redis.call('ZRANGEBYSCORE', KEY.next, '(' .. text, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)[2] or false
return {text, head, ids, firings, entries}
