-- Counts the tasks of a queue by state, in time that does not grow with their number.
-- KEYS: due, ready, lease, archive, completed, aggregating, finished, retrying, group_size, config
-- Returns {scheduled, pending, active, retry, archived, completed, aggregating, groups, remembered,
--   due time of the first that is pending (us) or false, since when it is paused (us) or false, Redis's clock (us)}
-- @include clock
local now = clock()
local later = string.format('(%.0f', now)
local retry = redis.call('ZCOUNT', KEY.retrying, later, '+inf')
local ready = redis.call('ZCARD', KEY.ready)
local first = redis.call('ZRANGEBYSCORE', KEY.due, '-inf', now, 'WITHSCORES', 'LIMIT', 0, 1)[2] or false
local in_line = redis.call('ZRANGE', KEY.ready, 0, 0, 'WITHSCORES')[2]
if in_line and (not first or tonumber(in_line) < tonumber(first)) then first = in_line end
return {redis.call('ZCOUNT', KEY.due, later, '+inf') - retry, redis.call('ZCOUNT', KEY.due, '-inf', now) + ready,
  redis.call('ZCOUNT', KEY.lease, '-inf', '(+inf'), retry, redis.call('ZCARD', KEY.archive), redis.call('ZCARD', KEY.completed),
  redis.call('ZCARD', KEY.aggregating), redis.call('ZCARD', KEY.group_size), redis.call('ZCARD', KEY.finished),
  first, redis.call('HGET', KEY.config, 'paused'), string.format('%.0f', now)}
