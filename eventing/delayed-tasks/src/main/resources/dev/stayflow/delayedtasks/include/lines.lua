-- Tasks of a key take turns with those of other keys, and a queue may limit how many of one key run at once.
-- KEY.key holds '+k' for a task that holds one of the places of its key k, '-k' for one that does not.
-- KEY.waiting orders what is due by key and time: key, NUL, 16 digits, NUL, id. Tasks without a key
-- stand in the line of the empty key, which has no limit.

local function place_in_line(key, at, id)
  return key .. '\0' .. digits(at) .. '\0' .. id
end

local function first_in_line(key)
  return redis.call('ZRANGEBYLEX', KEY.waiting, '[' .. key .. '\0', '(' .. key .. '\1', 'LIMIT', 0, 1)[1]
end

-- A key starts behind those that stand at the head: it makes up for no turns that it had no use for, and one that
-- comes back again and again passes nobody over.
local function take_turns(key)
  local first = redis.call('ZRANGE', KEY.turns, 0, 0, 'WITHSCORES')[2] or -1
  redis.call('ZADD', KEY.turns, 'NX', first + 1, key)
end

-- Gives the place of a task back to its key; the task itself keeps the key.
local function give_up_place(id)
  local held = redis.call('HGET', KEY.key, id)
  if not held or string.sub(held, 1, 1) ~= '+' then return end
  local key = string.sub(held, 2)
  redis.call('HSET', KEY.key, id, '-' .. key)
  if redis.call('HINCRBY', KEY.busy, key, -1) <= 0 then redis.call('HDEL', KEY.busy, key) end
  if first_in_line(key) then
    take_turns(key)
    redis.call('PUBLISH', KEY.wake, '0')
  end
end

-- Takes a task out of the due ones or out of its line. Returns its time, or nil when it did not wait.
local function take_waiting(id)
  local at = redis.call('ZSCORE', KEY.due, id)
  if at then
    redis.call('ZREM', KEY.due, id)
    return tonumber(at)
  end
  at = redis.call('ZSCORE', KEY.ready, id)
  if not at then return nil end
  local held = redis.call('HGET', KEY.key, id)
  redis.call('ZREM', KEY.ready, id)
  redis.call('ZREM', KEY.waiting, place_in_line(held and string.sub(held, 2) or '', tonumber(at), id))
  return tonumber(at)
end
