-- Stores the task that a group was combined into and ends those it was made of: all of it, or nothing when
-- the caller no longer holds each of them or another task has the id.
-- KEYS: due, ready, lease, payload, fence, attempts, losses, retrying, progress, result, key, busy, waiting, turns, group, unique, unique_until, unique_of, stats, wake
-- ARGV: 1 id of the combined task, 2 its due time (us; '+us' from now), 3 its body, 4 token, then ids (<= 500)
-- Returns 1, or 0 when not all of them are held, or another task has that id.
-- @include clock
-- @include announce
-- @include stat
-- @include lines
-- @include forget
local ids = {unpack(ARGV, 5)}
local known = redis.call('HEXISTS', KEY.payload, ARGV[1]) == 1
local held = redis.call('HMGET', KEY.fence, unpack(ids))
for i = 1, #ids do
  if held[i] ~= ARGV[4] then return 0 end
  if ids[i] == ARGV[1] then known = false end
end
if known then return 0 end
local now, at = clock(), ARGV[2]
if string.byte(at) == 43 then at = now + tonumber(at) else at = tonumber(at) end
redis.call('ZREM', KEY.lease, unpack(ids))
forget(ids)
announce(at)
redis.call('ZADD', KEY.due, at, ARGV[1])
redis.call('HSET', KEY.payload, ARGV[1], digits(at) .. ARGV[3])
stat('aggregated', #ids, now)
return 1
