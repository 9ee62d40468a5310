-- Hands tasks back that a stopping worker could not finish: due at once, no attempt used.
-- KEYS: 1 lease, 2 due, 3 fence, 4 attempts, 5 retrying, 6 wake (channel)
-- ARGV: 1 n (<= 1000), then n ids, n tokens
-- Returns how many were handed back.
local n = tonumber(ARGV[1])
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local held = redis.call('HMGET', KEYS[3], unpack(ARGV, 2, 1 + n))
local count = 0
for i = 1, n do
  local id = ARGV[1 + i]
  if held[i] == ARGV[1 + n + i] then
    redis.call('ZREM', KEYS[1], id)
    redis.call('HDEL', KEYS[3], id)
    redis.call('ZADD', KEYS[2], now, id)
    if redis.call('HEXISTS', KEYS[4], id) == 1 then redis.call('SADD', KEYS[5], id) end
    count = count + 1
  end
end
if count > 0 then redis.call('PUBLISH', KEYS[6], string.format('%.0f', now)) end
return count
