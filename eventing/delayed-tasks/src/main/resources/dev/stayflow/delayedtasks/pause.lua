-- Pauses a queue, so that nothing of it is leased, or resumes it and wakes its claimers.
-- KEYS: config, wake
-- ARGV: 1 '1' to pause, '0' to resume
-- Returns 1, or 0 when it was so already.
-- @include clock
if ARGV[1] == '1' then return redis.call('HSETNX', KEY.config, 'paused', string.format('%.0f', clock())) end
local resumed = redis.call('HDEL', KEY.config, 'paused')
redis.call('PUBLISH', KEY.wake, '0')
return resumed
