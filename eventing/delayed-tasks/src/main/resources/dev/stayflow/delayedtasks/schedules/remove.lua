-- Forgets a schedule and its history (at most 1000 firings). Tasks that it stored stay.
-- KEYS: entries, next, paused, history
-- ARGV: 1 id
-- Returns 1, or 0 when there was none.
redis.call('ZREM', KEY.next, ARGV[1])
redis.call('SREM', KEY.paused, ARGV[1])
redis.call('ZREMRANGEBYLEX', KEY.history, '[' .. ARGV[1] .. '\0', '(' .. ARGV[1] .. '\1')
return redis.call('HDEL', KEY.entries, ARGV[1])
