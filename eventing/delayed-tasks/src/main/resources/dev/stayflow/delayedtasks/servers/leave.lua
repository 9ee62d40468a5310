-- Forgets a server that has stopped.
-- KEYS: alive, snapshots
-- ARGV: 1 id of the server
-- Returns 1 when it was known, else 0.
redis.call('HDEL', KEY.snapshots, ARGV[1])
return redis.call('ZREM', KEY.alive, ARGV[1])
