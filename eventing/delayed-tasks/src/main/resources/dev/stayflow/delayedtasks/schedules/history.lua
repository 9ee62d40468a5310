-- Reads firings of a schedule, the latest first.
-- KEYS: history
-- ARGV: 1 id, 2 only those before this fire time (us, 16 digits) or empty, 3 most (<= 1000)
-- Returns them, each as id, NUL, fire time (us), NUL, when it was stored (us, 16 digits), what else was noted.
local before = ARGV[2] == '' and '\1' or '\0' .. ARGV[2]
return redis.call('ZREVRANGEBYLEX', KEY.history, '(' .. ARGV[1] .. before, '[' .. ARGV[1] .. '\0', 'LIMIT', 0, ARGV[3])
