-- Reads all that Redis keeps of a queue.
-- KEYS: due, ready, lease, aggregating, archive, completed, finished, payload, fence, attempts, losses, retrying, progress, result, key, busy, waiting, turns, group, members, group_size, group_first, group_last, unique, unique_until, unique_of, config, stats
-- Returns {Redis's clock (us), for each key its members and scores, or fields and values, in turn}
local all = {}
for i = 1, #KEYS do
  local kind = redis.call('TYPE', KEYS[i]).ok
  if kind == 'zset' then all[i] = redis.call('ZRANGE', KEYS[i], 0, -1, 'WITHSCORES')
  elseif kind == 'hash' then all[i] = redis.call('HGETALL', KEYS[i])
  else all[i] = {} end
end
local t = redis.call('TIME')
return {string.format('%.0f', t[1] * 1000000 + t[2]), all}
