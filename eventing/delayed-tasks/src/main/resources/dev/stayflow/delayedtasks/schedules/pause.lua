-- Keeps a schedule from firing. Returns 1, or 0 when there is no such schedule.
-- KEYS: entries, next, paused
-- ARGV: 1 id
if redis.call('HEXISTS', KEY.entries, ARGV[1]) == 0 then return 0 end
redis.call('SADD', KEY.paused, ARGV[1])
redis.call('ZREM', KEY.next, ARGV[1])
return 1
