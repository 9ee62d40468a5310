-- Counts the tasks of a queue by state.
-- KEYS: 1 due, 2 lease, 3 retrying, 4 archive, 5 finished
-- Returns {waiting for the first time, waiting to retry, leased, archived, remembered}
local retrying = redis.call('SCARD', KEYS[3])
return {redis.call('ZCARD', KEYS[1]) - retrying, retrying, redis.call('ZCARD', KEYS[2]),
  redis.call('ZCARD', KEYS[4]), redis.call('ZCARD', KEYS[5])}
