-- Reads what a queue is limited to.
-- KEYS: config
-- Returns {in-flight, rate, burst, key-limit, archive-most, archive-for (us)}, false each where there is no limit.
return redis.call('HMGET', KEY.config, 'in-flight', 'rate', 'burst', 'key-limit', 'archive-most', 'archive-for')
