-- Stores the task that a group was combined into and ends those it was made of: all of it, or nothing when
-- the caller no longer holds each of them.
-- KEYS: due, ready, lease, payload, fence, attempts, losses, retrying, progress, result, key, busy, waiting, turns, group, unique, unique_until, unique_of, config, stats, wake
-- ARGV: 1 id of the combined task, 2 its due time (us; '+us' from now), 3 its body, 4 its key or '', 5 token, then ids (<= 500)
-- Returns {1}, {0} when not all of them are held, or {-1} when there is another task of the combined one's id.
-- @include clock
-- @include announce
-- @include stat
-- @include lines
-- @include forget
local id, ids, its_own = ARGV[1], {unpack(ARGV, 6)}, false
local held = redis.call('HMGET', KEY.fence, unpack(ids))
for i = 1, #ids do
  if held[i] ~= ARGV[5] then return {0} end
  its_own = its_own or ids[i] == id
end
if not its_own and redis.call('HEXISTS', KEY.payload, id) == 1 then return {-1} end
local now, at = clock(), ARGV[2]
if string.byte(at) == 43 then at = now + tonumber(at) else at = tonumber(at) end
redis.call('ZREM', KEY.lease, unpack(ids))
forget(ids)
announce(at)
redis.call('ZADD', KEY.due, at, id)
redis.call('HSET', KEY.payload, id, digits(at) .. ARGV[3])
if ARGV[4] ~= '' then redis.call('HSET', KEY.key, id, '-' .. ARGV[4]) end
stat('aggregated', #ids, now)
if redis.call('HEXISTS', KEY.config, 'in-flight') == 1 then redis.call('PUBLISH', KEY.wake, '0') end
return {1}
