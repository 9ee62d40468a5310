-- Puts a task whose attempt failed back among the due ones, for later.
-- KEYS: 1 lease, 2 due, 3 fence, 4 attempts, 5 retrying, 6 wake (channel)
-- ARGV: 1 id, 2 token, 3 delay (ms), 4 reason
-- An attempt record is "<failures> <first failure, ms> <reason of the last>".
-- Returns 1, or 0 when the caller no longer holds the task.
if redis.call('HGET', KEYS[3], ARGV[1]) ~= ARGV[2] then return 0 end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local before = redis.call('HGET', KEYS[4], ARGV[1]) or ''
local failures, first = string.match(before, '^(%d+) (%d+)')
redis.call('HSET', KEYS[4], ARGV[1],
  string.format('%d %s ', (failures or 0) + 1, first or string.format('%.0f', now)) .. ARGV[4])
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
local at = now + tonumber(ARGV[3])
local head = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')[2]
redis.call('ZADD', KEYS[2], at, ARGV[1])
redis.call('SADD', KEYS[5], ARGV[1])
if not head or at < tonumber(head) then
  redis.call('PUBLISH', KEYS[6], string.format('%.0f', at))
end
return 1
