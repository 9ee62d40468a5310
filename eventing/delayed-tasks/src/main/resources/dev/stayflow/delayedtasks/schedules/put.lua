-- Registers a schedule or changes it; one that is there in the same way stays as it is. Unless its times change,
-- a firing that it missed stays due.
-- KEYS: entries, next, paused, wake
-- ARGV: 1 id, 2 entry (its first two lines tell its times), 3 its next firing (us)
-- Returns 0 it was there, 1 it is new, 2 it was changed, -1 that firing has passed: work it out again.
-- @include clock
local id, entry = ARGV[1], ARGV[2]
local old = redis.call('HGET', KEY.entries, id)
if old == entry then return 0 end
local times = '^[^\n]*\n[^\n]*\n'
local same = old and string.match(old, times) == string.match(entry, times)
if not same and redis.call('SISMEMBER', KEY.paused, id) == 0 then
  if tonumber(ARGV[3]) <= clock() then return -1 end
  redis.call('ZADD', KEY.next, ARGV[3], id)
  redis.call('PUBLISH', KEY.wake, '0')
end
redis.call('HSET', KEY.entries, id, entry)
return old and 2 or 1
