-- Shows that a server lives.
-- KEYS: alive, snapshots
-- ARGV: 1 id of the server, 2 how long this holds (us), 3 what it tells of itself
-- Returns 1.
-- @include clock
redis.call('ZADD', KEY.alive, clock() + tonumber(ARGV[2]), ARGV[1])
redis.call('HSET', KEY.snapshots, ARGV[1], ARGV[3])
return 1
