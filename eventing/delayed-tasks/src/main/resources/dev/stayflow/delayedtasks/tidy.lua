-- Forgets what has been kept for long enough, a little at a time: remembered ids, completed tasks, expired locks,
-- archived tasks beyond what the queue keeps, and the day before the last 90.
-- KEYS: due, ready, archive, completed, finished, payload, fence, attempts, losses, retrying, progress, result, key, busy, waiting, turns, group, unique, unique_until, unique_of, config, stats, wake
-- ARGV: 1 most of each (<= 500)
-- Returns how many things were forgotten; as many as ARGV[1] or more means that there may be others.
-- @include clock
-- @include stat
-- @include lines
-- @include forget
local now, most, count = clock(), tonumber(ARGV[1]), 0

local function expired(part, until_when)
  local ids = redis.call('ZRANGEBYSCORE', KEY[part], '-inf', until_when, 'LIMIT', 0, most)
  if #ids > 0 then redis.call('ZREMRANGEBYRANK', KEY[part], 0, #ids - 1) end
  count = count + #ids
  return ids
end

expired('finished', now)
local completed = expired('completed', now)
if #completed > 0 then forget(completed) end
local locks = expired('unique_until', now)
for i = 1, #locks do
  local owner = redis.call('HGET', KEY.unique, locks[i])
  if owner then redis.call('HDEL', KEY.unique_of, owner) end
  redis.call('HDEL', KEY.unique, locks[i])
end

local limits = redis.call('HMGET', KEY.config, 'archive-most', 'archive-for')
local old = limits[2] and expired('archive', now - tonumber(limits[2])) or {}
if #old > 0 then forget(old) end
local trimmed = #old
if limits[1] then
  local excess = math.min(most, redis.call('ZCARD', KEY.archive) - tonumber(limits[1]))
  if excess > 0 then
    local ids = redis.call('ZRANGE', KEY.archive, 0, excess - 1)
    redis.call('ZREMRANGEBYRANK', KEY.archive, 0, excess - 1)
    forget(ids)
    trimmed = trimmed + excess
    count = count + excess
  end
end
if trimmed > 0 then stat('trimmed', trimmed, now) end

local day = math.floor(now / 86400000000)
for ago = 91, 100 do
  for _, name in ipairs({'processed', 'failed', 'archived', 'cancelled', 'aggregated', 'trimmed', 'lost'}) do
    redis.call('HDEL', KEY.stats, string.format('%.0f:', day - ago) .. name)
  end
end
return count
