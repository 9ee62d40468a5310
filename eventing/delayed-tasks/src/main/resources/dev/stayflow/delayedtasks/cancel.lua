-- Takes a task away wherever it waits and remembers its id, known or not, so that storing it later
-- does nothing. A worker that runs it is not stopped; what it reports is ignored.
-- KEYS: 1 due, 2 lease, 3 payload, 4 fence, 5 attempts, 6 retrying, 7 finished
-- ARGV: 1 id, 2 how long to remember it (ms)
-- Returns 2 it was under way, 1 it waited, 0 neither.
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('ZADD', KEYS[7], now + tonumber(ARGV[2]), ARGV[1])
local waited = redis.call('ZREM', KEYS[1], ARGV[1])
local ran = redis.call('ZREM', KEYS[2], ARGV[1])
if waited + ran == 0 then return 0 end -- what is archived stays there for people to see
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('HDEL', KEYS[4], ARGV[1])
redis.call('HDEL', KEYS[5], ARGV[1])
redis.call('SREM', KEYS[6], ARGV[1])
return waited + 2 * ran
