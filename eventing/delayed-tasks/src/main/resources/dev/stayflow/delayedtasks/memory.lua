-- Asks how much memory each part of a queue takes.
-- KEYS: due, ready, lease, aggregating, archive, completed, finished, payload, fence, attempts, losses, retrying, progress, result, key, busy, waiting, turns, group, members, group_size, group_first, group_last, unique, unique_until, unique_of, config, stats, minutes
-- Returns bytes of each in the order of KEYS, estimated from 50 members.
local sizes = {}
for i = 1, #KEYS do sizes[i] = redis.call('MEMORY', 'USAGE', KEYS[i], 'SAMPLES', 50) or 0 end
return sizes
