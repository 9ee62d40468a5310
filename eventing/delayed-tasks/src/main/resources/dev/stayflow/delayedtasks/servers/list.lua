-- Reads what the living servers tell of themselves; forgets the dead, at most 100 at a time.
-- KEYS: alive, snapshots
-- ARGV: 1 how many to leave out, 2 most (<= 100)
-- Returns id and what it tells, in turn.
-- @include clock
local now = string.format('%.0f', clock())
local dead = redis.call('ZRANGEBYSCORE', KEY.alive, '-inf', now, 'LIMIT', 0, 100)
if #dead > 0 then
  redis.call('ZREM', KEY.alive, unpack(dead))
  redis.call('HDEL', KEY.snapshots, unpack(dead))
end
local living = redis.call('ZRANGEBYSCORE', KEY.alive, '(' .. now, '+inf', 'LIMIT', ARGV[1], ARGV[2])
local answer = {}
for i = 1, #living do
  answer[2 * i - 1] = living[i]
  answer[2 * i] = redis.call('HGET', KEY.snapshots, living[i])
end
return answer
