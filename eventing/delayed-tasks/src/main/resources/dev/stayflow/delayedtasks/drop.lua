-- Deletes a queue with all that belongs to it. Redis frees the memory afterwards, in a thread of its own.
-- KEYS: due, ready, lease, aggregating, archive, completed, finished, payload, fence, attempts, losses, retrying, progress, result, key, busy, waiting, turns, group, members, group_size, group_first, group_last, unique, unique_until, unique_of, config, stats, minutes, wake
-- ARGV: 1 what may be lost: 'nothing', 'tasks_at_rest', or 'running_tasks' too
-- Returns {1 deleted, 0 refused because of active tasks, -1 refused because of others; how many there are of those, or were}
local active = redis.call('ZCOUNT', KEY.lease, '-inf', '(+inf')
local tasks = redis.call('HLEN', KEY.payload)
if active > 0 and ARGV[1] ~= 'running_tasks' then return {0, active} end
if tasks > 0 and ARGV[1] == 'nothing' then return {-1, tasks} end
local running = redis.call('ZRANGE', KEY.lease, 0, 999)
redis.call('UNLINK', unpack(KEYS))
for i = 1, #running do redis.call('PUBLISH', KEY.wake, 'x' .. running[i]) end
return {1, tasks}
