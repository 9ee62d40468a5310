-- Groups collect tasks until they are handed over together. KEY.group tells the group of a task, also while
-- it is leased to be combined; KEY.members orders them: group, NUL, 16 digits of when it joined, NUL, id.

local function join(group, id, now)
  redis.call('ZADD', KEY.aggregating, now, id)
  redis.call('ZADD', KEY.members, 0, group .. '\0' .. digits(now) .. '\0' .. id)
  redis.call('HSET', KEY.group, id, group)
  redis.call('ZINCRBY', KEY.group_size, 1, group)
  redis.call('ZADD', KEY.group_first, 'NX', now, group)
  redis.call('ZADD', KEY.group_last, now, group)
end

-- Takes a task out of the group it waits in; its group stays known until it is forgotten.
-- Returns when it joined, or nil when it waits in none.
local function take_aggregating(id)
  local joined = redis.call('ZSCORE', KEY.aggregating, id)
  if not joined then return nil end
  local group = redis.call('HGET', KEY.group, id)
  redis.call('ZREM', KEY.aggregating, id)
  redis.call('ZREM', KEY.members, group .. '\0' .. digits(tonumber(joined)) .. '\0' .. id)
  if tonumber(redis.call('ZINCRBY', KEY.group_size, -1, group)) <= 0 then
    redis.call('ZREM', KEY.group_size, group)
    redis.call('ZREM', KEY.group_first, group)
    redis.call('ZREM', KEY.group_last, group)
  else
    local oldest = redis.call('ZRANGEBYLEX', KEY.members, '[' .. group .. '\0', '(' .. group .. '\1', 'LIMIT', 0, 1)[1]
    redis.call('ZADD', KEY.group_first, string.sub(oldest, #group + 2, #group + 17), group)
  end
  return tonumber(joined)
end
