-- Extends the leases that the caller still holds.
-- KEYS: 1 lease, 2 fence
-- ARGV: 1 lease (ms), 2 n (<= 1000), then n ids, n tokens
-- Returns how many were extended.
local n = tonumber(ARGV[2])
local t = redis.call('TIME')
local expires = t[1] * 1000 + math.floor(t[2] / 1000) + tonumber(ARGV[1])
local held = redis.call('HMGET', KEYS[2], unpack(ARGV, 3, 2 + n))
local scores = {}
for i = 1, n do
  if held[i] == ARGV[2 + n + i] then
    scores[#scores + 1] = expires
    scores[#scores + 1] = ARGV[2 + i]
  end
end
if #scores > 0 then redis.call('ZADD', KEYS[1], unpack(scores)) end
return #scores / 2
