-- Ends tasks that were run; ignores those that the caller no longer holds.
-- KEYS: 1 lease, 2 payload, 3 fence, 4 attempts, 5 finished
-- ARGV: 1 how long to remember the ids (ms, 0 not at all), 2 n (<= 1000), then n ids, n tokens
-- Returns how many were ended.
local remember, n = tonumber(ARGV[1]), tonumber(ARGV[2])
local held = redis.call('HMGET', KEYS[3], unpack(ARGV, 3, 2 + n))
local mine = {}
for i = 1, n do
  if held[i] == ARGV[2 + n + i] then mine[#mine + 1] = ARGV[2 + i] end
end
if #mine > 0 then
  redis.call('ZREM', KEYS[1], unpack(mine))
  redis.call('HDEL', KEYS[2], unpack(mine))
  redis.call('HDEL', KEYS[3], unpack(mine))
  redis.call('HDEL', KEYS[4], unpack(mine))
  if remember > 0 then
    local t = redis.call('TIME')
    local expiry = t[1] * 1000 + math.floor(t[2] / 1000) + remember
    local scores = {}
    for i = 1, #mine do
      scores[2 * i - 1] = expiry
      scores[2 * i] = mine[i]
    end
    redis.call('ZADD', KEYS[5], unpack(scores))
  end
end
return #mine
