-- Sets what holds for a queue and wakes its claimers.
-- KEYS: config, wake
-- ARGV: names and values in turn; an empty value takes the setting away. Names: in-flight, rate (a second), burst,
--   key-limit, archive-most, archive-for (us)
-- Returns 1.
for i = 1, #ARGV, 2 do
  if ARGV[i + 1] == '' then redis.call('HDEL', KEY.config, ARGV[i]) else redis.call('HSET', KEY.config, ARGV[i], ARGV[i + 1]) end
  if ARGV[i] == 'rate' and ARGV[i + 1] == '' then redis.call('HDEL', KEY.config, 'tokens', 'filled') end
end
redis.call('PUBLISH', KEY.wake, '0')
return 1
