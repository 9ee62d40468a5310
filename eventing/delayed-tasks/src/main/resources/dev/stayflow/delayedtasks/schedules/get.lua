-- Reads one schedule.
-- KEYS: entries, next, paused, history
-- ARGV: 1 id
-- Returns {Redis's clock (us), entry or false, next firing (us) or false, 1 when paused, latest firing or false}
-- @include clock
local id = ARGV[1]
local latest = redis.call('ZREVRANGEBYLEX', KEY.history, '(' .. id .. '\1', '[' .. id .. '\0', 'LIMIT', 0, 1)[1]
return {string.format('%.0f', clock()), redis.call('HGET', KEY.entries, id), redis.call('ZSCORE', KEY.next, id),
  redis.call('SISMEMBER', KEY.paused, id), latest or false}
