-- Leases tasks of one group that is ready: as large as it may become, or quiet for long enough, or old enough.
-- KEYS: lease, payload, fence, aggregating, members, group_size, group_first, group_last, config
-- ARGV: 1 grace (us), 2 longest delay (us, 0 none), 3 most tasks at a time (1 to 500), 4 lease (us), 5 token, never used before
-- Returns {Redis's clock (us), when the next group is ready at the earliest (us) or false, group or false, ids, tasks}
-- @include clock
local now = clock()
local grace, longest, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if redis.call('HEXISTS', KEY.config, 'paused') == 1 then return {string.format('%.0f', now), false, false, {}, {}} end

local function head(part)
  local found = redis.call('ZRANGE', KEY[part], 0, 0, 'WITHSCORES')
  return found[1], tonumber(found[2] or math.huge)
end

local group = redis.call('ZRANGEBYSCORE', KEY.group_size, most, '+inf', 'LIMIT', 0, 1)[1]
local nearest = math.huge
if not group then
  local quiet, last = head('group_last')
  local old, first = head('group_first')
  if last + grace <= now then
    group = quiet
  elseif longest > 0 and first + longest <= now then
    group = old
  end
  nearest = math.min(last + grace, longest > 0 and first + longest or math.huge)
end
if not group then
  return {string.format('%.0f', now), nearest < math.huge and string.format('%.0f', nearest) or false, false, {}, {}}
end

local places = redis.call('ZRANGEBYLEX', KEY.members, '[' .. group .. '\0', '(' .. group .. '\1', 'LIMIT', 0, most + 1)
local rest = table.remove(places, most + 1)
local ids, scores, tokens = {}, {}, {}
for i = 1, #places do
  ids[i] = string.sub(places[i], #group + 19)
  scores[2 * i - 1] = now + tonumber(ARGV[4])
  scores[2 * i] = ids[i]
  tokens[2 * i - 1] = ids[i]
  tokens[2 * i] = ARGV[5]
end
redis.call('ZREM', KEY.members, unpack(places))
redis.call('ZREM', KEY.aggregating, unpack(ids))
if rest then
  redis.call('ZINCRBY', KEY.group_size, -#ids, group)
  redis.call('ZADD', KEY.group_first, string.sub(rest, #group + 2, #group + 17), group)
else
  redis.call('ZREM', KEY.group_size, group)
  redis.call('ZREM', KEY.group_first, group)
  redis.call('ZREM', KEY.group_last, group)
end
redis.call('ZADD', KEY.lease, unpack(scores))
redis.call('HSET', KEY.fence, unpack(tokens))
return {string.format('%.0f', now), string.format('%.0f', now), group, ids, redis.call('HMGET', KEY.payload, unpack(ids))}
