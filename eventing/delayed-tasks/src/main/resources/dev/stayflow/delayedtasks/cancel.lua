-- Takes a task away wherever it waits or runs and remembers its id, known or not, so that storing it later
-- does nothing. A worker that runs it is told; what it reports is ignored. What has ended stays for people to see.
-- KEYS: due, ready, lease, payload, fence, attempts, losses, retrying, progress, result, finished, key, busy, waiting, turns, group, aggregating, members, group_size, group_first, group_last, unique, unique_until, unique_of, config, stats, wake
-- ARGV: 1 id, 2 how long to remember it (us, 0 not at all)
-- Returns 2 it was under way, 1 it waited, 0 neither.
-- @include clock
-- @include stat
-- @include lines
-- @include groups
-- @include forget
local id, now, met = ARGV[1], clock(), 0
if redis.call('ZREM', KEY.lease, id) == 1 then
  met = 2
  redis.call('PUBLISH', KEY.wake, 'x' .. id)
elseif take_waiting(id) or take_aggregating(id) then
  met = 1
end
if met > 0 then
  forget({id})
  stat('cancelled', 1, now)
  if met == 2 and redis.call('HEXISTS', KEY.config, 'in-flight') == 1 then redis.call('PUBLISH', KEY.wake, '0') end
end
if ARGV[2] ~= '0' then redis.call('ZADD', KEY.finished, now + tonumber(ARGV[2]), id) end
return met
