-- Puts a task straight into the archive, for people to see; one that is there already stays as it is.
-- KEYS: archive, payload, attempts, stats
-- ARGV: 1 id, 2 body, 3 why
-- Returns 1 when it was put, 0 when it was there.
-- @include clock
-- @include stat
-- @include failures
local now = clock()
if redis.call('HSETNX', KEY.payload, ARGV[1], digits(now) .. ARGV[2]) == 0 then return 0 end
redis.call('ZADD', KEY.archive, now, ARGV[1])
note(ARGV[1], now, false, ARGV[3])
stat('archived', 1, now)
return 1
