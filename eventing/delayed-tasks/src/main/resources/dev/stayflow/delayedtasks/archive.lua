-- Gives a task up: it stays visible in the archive and is not run again.
-- KEYS: 1 lease, 2 archive, 3 fence, 4 attempts
-- ARGV: 1 id, 2 token, 3 reason
-- Returns 1, or 0 when the caller no longer holds the task.
if redis.call('HGET', KEYS[3], ARGV[1]) ~= ARGV[2] then return 0 end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local before = redis.call('HGET', KEYS[4], ARGV[1]) or ''
local failures, first = string.match(before, '^(%d+) (%d+)')
redis.call('HSET', KEYS[4], ARGV[1],
  string.format('%d %s ', (failures or 0) + 1, first or string.format('%.0f', now)) .. ARGV[3])
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('ZADD', KEYS[2], now, ARGV[1])
return 1
