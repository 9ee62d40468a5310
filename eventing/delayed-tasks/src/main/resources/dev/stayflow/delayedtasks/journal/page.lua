-- Reads what was noted, the latest first.
-- KEYS: entries
-- ARGV: 1 only what came before this (us, 16 digits) or empty, 2 most (<= 500)
-- Returns each as 16 digits of when it was (us) and what was noted.
local before = ARGV[1] == '' and '+' or '(' .. ARGV[1]
return redis.call('ZREVRANGEBYLEX', KEY.entries, before, '-', 'LIMIT', 0, ARGV[2])
