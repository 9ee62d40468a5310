-- Reads a few of the names of the queues that exist.
-- KEYS: known
-- ARGV: 1 where to begin, 0 at first
-- Returns {where the next begin, 0 at the end, names}; a name may come twice.
return redis.call('SSCAN', KEY.known, ARGV[1], 'COUNT', 500)
