-- Extends the leases that the caller still holds.
-- KEYS: lease, fence
-- ARGV: 1 lease (us), 2 n (<= 1000), then n ids, n tokens
-- Returns {how many were extended}.
-- @include clock
local n = tonumber(ARGV[2])
local ends = clock() + tonumber(ARGV[1])
local held = redis.call('HMGET', KEY.fence, unpack(ARGV, 3, 2 + n))
local mine, scores = {}, {}
for i = 1, n do
  if held[i] == ARGV[2 + n + i] then
    mine[#mine + 1] = ARGV[2 + i]
    scores[#scores + 1] = ends
    scores[#scores + 1] = ARGV[2 + i]
  end
end
if #mine > 0 then
  -- Redis that is full refuses a script whose first write adds something
  redis.call('ZREM', KEY.lease, unpack(mine))
  redis.call('ZADD', KEY.lease, unpack(scores))
end
return {#mine}
