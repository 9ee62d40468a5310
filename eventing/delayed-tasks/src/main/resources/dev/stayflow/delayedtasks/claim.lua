-- Leases tasks that are due, those whose lease has expired first; a lost lease costs no attempt.
-- Forgets what was finished long enough ago, a few at a time.
-- KEYS: 1 due, 2 lease, 3 payload, 4 fence, 5 attempts, 6 retrying, 7 finished
-- ARGV: 1 most tasks (<= 1000), 2 lease (ms), 3 token, never used before
-- Returns {seconds, microseconds of Redis's clock, score of the next due task or false,
--   score of the next lease to expire or false, ids, frames, attempt records or false}
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local most = tonumber(ARGV[1])
local ids = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, most)
if #ids < most then
  local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, most - #ids)
  if #due > 0 then
    redis.call('ZREMRANGEBYRANK', KEYS[1], 0, #due - 1)
    for i = 1, #due do ids[#ids + 1] = due[i] end
  end
end
local claimed, frames, attempts = {}, {}, {}
if #ids > 0 then
  local found = redis.call('HMGET', KEYS[3], unpack(ids))
  local scores, tokens, expires = {}, {}, now + tonumber(ARGV[2])
  for i = 1, #ids do
    if found[i] then
      claimed[#claimed + 1] = ids[i]
      frames[#frames + 1] = found[i]
      scores[#scores + 1] = expires
      scores[#scores + 1] = ids[i]
      tokens[#tokens + 1] = ids[i]
      tokens[#tokens + 1] = ARGV[3]
    else -- somebody deleted the payload: nothing is left to deliver
      redis.call('ZREM', KEYS[2], ids[i])
      redis.call('HDEL', KEYS[4], ids[i])
      redis.call('HDEL', KEYS[5], ids[i])
    end
  end
  if #claimed > 0 then
    redis.call('ZADD', KEYS[2], unpack(scores))
    redis.call('HSET', KEYS[4], unpack(tokens))
    attempts = redis.call('HMGET', KEYS[5], unpack(claimed))
  end
  redis.call('SREM', KEYS[6], unpack(ids))
end
local forget = redis.call('ZRANGEBYSCORE', KEYS[7], '-inf', now, 'LIMIT', 0, 100)
if #forget > 0 then redis.call('ZREMRANGEBYRANK', KEYS[7], 0, #forget - 1) end
local head = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2] or false
local expiry = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')[2] or false
return {t[1], t[2], head, expiry, claimed, frames, attempts}
