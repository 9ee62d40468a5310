-- Leases tasks of one group that is ready: as large as it may become, or quiet for long enough, or old enough.
-- KEYS: lease, payload, fence, group, aggregating, members, group_size, group_first, group_last, config
-- ARGV: 1 grace (us), 2 longest delay (us, 0 none), 3 most tasks at a time (1 to 500), 4 lease (us), 5 token, never used before,
--   then groups to leave out (<= 100)
-- Returns {Redis's clock (us), when the next group is ready at the earliest (us) or false, group or false, ids, tasks}
-- @include clock
local now = clock()
local grace, longest, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if redis.call('HEXISTS', KEY.config, 'paused') == 1 then return {string.format('%.0f', now), false, false, {}, {}} end
local left_out, count = {}, #ARGV - 5
for i = 6, #ARGV do left_out[ARGV[i]] = true end

-- The first of a set that is not left out, and its score.
local function first(found)
  for i = 1, #found, 2 do
    if not left_out[found[i]] then return found[i], tonumber(found[i + 1]) end
  end
  return nil, math.huge
end

local function head(part)
  return first(redis.call('ZRANGE', KEY[part], 0, count, 'WITHSCORES'))
end

local group = first(redis.call('ZRANGEBYSCORE', KEY.group_size, most, '+inf', 'WITHSCORES', 'LIMIT', 0, count + 1))
local nearest = math.huge
if not group then
  local quiet, last = head('group_last')
  local old, oldest = head('group_first')
  if last + grace <= now then
    group = quiet
  elseif longest > 0 and oldest + longest <= now then
    group = old
  end
  nearest = math.min(last + grace, longest > 0 and oldest + longest or math.huge)
end
if not group then
  return {string.format('%.0f', now), nearest < math.huge and string.format('%.0f', nearest) or false, false, {}, {}}
end

local places = redis.call('ZRANGEBYLEX', KEY.members, '[' .. group .. '\0', '(' .. group .. '\1', 'LIMIT', 0, most + 1)
local rest = table.remove(places, most + 1)
local ids, aggregating = {}, {}
for i = 1, #places do aggregating[i] = string.sub(places[i], #group + 19) end
if #places > 0 then
  redis.call('ZREM', KEY.members, unpack(places))
  redis.call('ZREM', KEY.aggregating, unpack(aggregating))
end
if rest then
  redis.call('ZINCRBY', KEY.group_size, -#places, group)
  redis.call('ZADD', KEY.group_first, string.sub(rest, #group + 2, #group + 17), group)
else
  redis.call('ZREM', KEY.group_size, group)
  redis.call('ZREM', KEY.group_first, group)
  redis.call('ZREM', KEY.group_last, group)
end
-- the payload of a task that somebody deleted by hand leaves nothing to combine
local found = #places > 0 and redis.call('HMGET', KEY.payload, unpack(aggregating)) or {}
local tasks, scores, tokens, gone = {}, {}, {}, {}
local ends = now + tonumber(ARGV[4])
for i = 1, #aggregating do
  local id = aggregating[i]
  if found[i] then
    ids[#ids + 1] = id
    tasks[#tasks + 1] = found[i]
    scores[#scores + 1] = ends
    scores[#scores + 1] = id
    tokens[#tokens + 1] = id
    tokens[#tokens + 1] = ARGV[5]
  else
    gone[#gone + 1] = id
  end
end
if #gone > 0 then redis.call('HDEL', KEY.group, unpack(gone)) end
if #ids > 0 then
  redis.call('ZADD', KEY.lease, unpack(scores))
  redis.call('HSET', KEY.fence, unpack(tokens))
end
return {string.format('%.0f', now), string.format('%.0f', now), group, ids, tasks}
