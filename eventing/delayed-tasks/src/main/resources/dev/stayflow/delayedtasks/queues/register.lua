-- Notes that queues exist.
-- KEYS: known
-- ARGV: names of queues (<= 500)
-- Returns {how many were new}.
return {redis.call('SADD', KEY.known, unpack(ARGV))}
