-- Forgets tasks that are in no state any more, and what they held. At most 1000.

local function unlock(id)
  local lock = redis.call('HGET', KEY.unique_of, id)
  if not lock then return end
  redis.call('HDEL', KEY.unique_of, id)
  if redis.call('HGET', KEY.unique, lock) == id then
    redis.call('HDEL', KEY.unique, lock)
    redis.call('ZREM', KEY.unique_until, lock)
  end
end

local function forget(ids)
  redis.call('HDEL', KEY.payload, unpack(ids))
  redis.call('HDEL', KEY.fence, unpack(ids))
  -- what most tasks never have costs most queues one look
  if redis.call('EXISTS', KEY.attempts) == 1 then redis.call('HDEL', KEY.attempts, unpack(ids)) end
  if redis.call('EXISTS', KEY.losses) == 1 then redis.call('HDEL', KEY.losses, unpack(ids)) end
  if redis.call('EXISTS', KEY.retrying) == 1 then redis.call('ZREM', KEY.retrying, unpack(ids)) end
  if redis.call('EXISTS', KEY.progress) == 1 then redis.call('HDEL', KEY.progress, unpack(ids)) end
  if redis.call('EXISTS', KEY.result) == 1 then redis.call('HDEL', KEY.result, unpack(ids)) end
  if redis.call('EXISTS', KEY.key) == 1 then
    for i = 1, #ids do give_up_place(ids[i]) end
    redis.call('HDEL', KEY.key, unpack(ids))
  end
  if redis.call('EXISTS', KEY.unique_of) == 1 then
    for i = 1, #ids do unlock(ids[i]) end
  end
  if redis.call('EXISTS', KEY.group) == 1 then redis.call('HDEL', KEY.group, unpack(ids)) end
end
