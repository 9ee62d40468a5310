-- Puts a task straight into the archive, for people to see; one that is there already stays as it is.
-- KEYS: 1 archive, 2 payload, 3 attempts
-- ARGV: 1 id, 2 frame, 3 reason
-- Returns 1 when it was put, 0 when it was there.
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
if redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[2]) == 0 then return 0 end
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('HSET', KEYS[3], ARGV[1], string.format('0 %.0f ', now) .. ARGV[3])
return 1
