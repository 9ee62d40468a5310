-- Takes a task out of the state it is in, if that is one of the allowed ones: w waits (scheduled, pending, retry),
-- g waits in a group, a archived, c completed. Returns the letter, false when there is no such task, or nil
-- when it is in another state.
local function take(id, allowed)
  if redis.call('HEXISTS', KEY.payload, id) == 0 then return false end
  local function may(letter) return string.find(allowed, letter, 1, true) end
  if may('w') and take_waiting(id) then
    redis.call('ZREM', KEY.retrying, id)
    return 'w'
  end
  if may('g') and take_aggregating(id) then return 'g' end
  if may('a') and redis.call('ZREM', KEY.archive, id) == 1 then return 'a' end
  if may('c') and redis.call('ZREM', KEY.completed, id) == 1 then
    redis.call('HDEL', KEY.result, id)
    return 'c'
  end
  return nil
end
