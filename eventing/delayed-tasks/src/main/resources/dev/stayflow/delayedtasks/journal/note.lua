-- Notes what somebody did, after all that was noted before.
-- KEYS: entries
-- ARGV: 1 what is noted, 2 how many are kept
-- Returns 1.
-- @include clock
local last = redis.call('ZREVRANGE', KEY.entries, 0, 0)[1]
local at = clock()
if last then at = math.max(at, tonumber(string.sub(last, 1, 16)) + 1) end
redis.call('ZADD', KEY.entries, 0, digits(at) .. ARGV[1])
redis.call('ZREMRANGEBYRANK', KEY.entries, 0, -1 - ARGV[2])
return 1
