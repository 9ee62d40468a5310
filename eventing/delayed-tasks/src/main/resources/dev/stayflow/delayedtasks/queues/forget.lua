-- Forgets that a queue exists.
-- KEYS: known
-- ARGV: 1 its name
-- Returns 1 when it was known, else 0.
return redis.call('SREM', KEY.known, ARGV[1])
