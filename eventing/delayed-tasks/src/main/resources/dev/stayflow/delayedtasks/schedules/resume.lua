-- Lets a paused schedule fire again, from now on: what it would have fired meanwhile was not wanted.
-- KEYS: entries, next, paused, wake
-- ARGV: 1 id, 2 the two lines that tell its times, 3 its next firing (us)
-- Returns 1 it is not paused (any more), 0 there is no such schedule, -1 its times were changed, or that firing has passed: work
--   it out again.
-- @include clock
local entry = redis.call('HGET', KEY.entries, ARGV[1])
if not entry then return 0 end
if redis.call('SISMEMBER', KEY.paused, ARGV[1]) == 0 then return 1 end
if string.sub(entry, 1, #ARGV[2]) ~= ARGV[2] or tonumber(ARGV[3]) <= clock() then return -1 end
redis.call('SREM', KEY.paused, ARGV[1])
redis.call('ZADD', KEY.next, ARGV[3], ARGV[1])
redis.call('PUBLISH', KEY.wake, '0')
return 1
