-- Ends tasks that were run and leases tasks that are due, in one round trip. Ends only what the caller still holds.
-- Leases first those whose lease has expired, which costs no attempt; then the due ones, as far as the queue's
-- pause, limits and keys allow. Its first write takes something away: Redis that is full lets it pass.
-- KEYS: due, ready, lease, payload, fence, attempts, losses, retrying, progress, result, finished, key, busy, waiting, turns, group, aggregating, members, group_size, group_first, group_last, unique, unique_until, unique_of, config, stats, wake
-- ARGV: 1 n (<= 500), 2 most tasks to lease (0 to 1000), 3 lease (us), 4 token, never used before,
--   then n ids, n tokens, n times to remember the id (us, 0 not at all)
-- Returns {Redis's clock (us), when there may be more to lease (us) or false, 1 when more due tasks wait to be put in line,
--   how many were ended, ids leased, tasks, attempt records or {}, losses or {}}
-- @include clock
-- @include stat
-- @include lines
-- @include groups
-- @include forget
local SORT = 500 -- due tasks put in line at a time: about two milliseconds
local now = clock()

local function acknowledge(n)
  local held = redis.call('HMGET', KEY.fence, unpack(ARGV, 5, 4 + n))
  local mine, remember = {}, {}
  for i = 1, n do
    if held[i] == ARGV[4 + n + i] then
      mine[#mine + 1] = ARGV[4 + i]
      local time = ARGV[4 + 2 * n + i]
      if time ~= '0' then
        remember[#remember + 1] = now + tonumber(time)
        remember[#remember + 1] = ARGV[4 + i]
      end
    end
  end
  if #mine == 0 then return 0 end
  redis.call('ZREM', KEY.lease, unpack(mine))
  forget(mine)
  if #remember > 0 then redis.call('ZADD', KEY.finished, unpack(remember)) end
  stat('processed', #mine, now)
  -- others may wait for room under the limit
  if redis.call('HEXISTS', KEY.config, 'in-flight') == 1 then redis.call('PUBLISH', KEY.wake, '0') end
  return #mine
end

-- Moves due tasks into the lines of their keys; those that still hold a place of their key need no line.
-- Returns the ids to lease at once and whether more wait to be put in line.
local function put_in_line(room, limit)
  local found = redis.call('ZRANGEBYSCORE', KEY.due, '-inf', now, 'WITHSCORES', 'LIMIT', 0, SORT)
  if #found == 0 then return {}, false end
  local ids = {}
  for i = 1, #found, 2 do ids[#ids + 1] = found[i] end
  local keys = redis.call('HMGET', KEY.key, unpack(ids))
  redis.call('ZREMRANGEBYRANK', KEY.due, 0, #ids - 1)
  local lease, back, ready, line, names, seen = {}, {}, {}, {}, {}, {}
  for i = 1, #ids do
    local at, held = found[2 * i], keys[i]
    if held and string.sub(held, 1, 1) == '+' then
      if #lease < room then
        lease[#lease + 1] = ids[i]
      else
        back[#back + 1] = at
        back[#back + 1] = ids[i]
      end
    else
      local key = held and string.sub(held, 2) or ''
      ready[#ready + 1] = at
      ready[#ready + 1] = ids[i]
      line[#line + 1] = 0
      line[#line + 1] = place_in_line(key, tonumber(at), ids[i])
      if not seen[key] then
        seen[key] = true
        names[#names + 1] = key
      end
    end
  end
  if #back > 0 then redis.call('ZADD', KEY.due, unpack(back)) end
  if #ready > 0 then
    redis.call('ZADD', KEY.ready, unpack(ready))
    redis.call('ZADD', KEY.waiting, unpack(line))
  end
  for i = 1, #names do
    local key = names[i]
    if key == '' or limit == 0 or tonumber(redis.call('HGET', KEY.busy, key) or 0) < limit then take_turns(key) end
  end
  return lease, #ids == SORT and #back < SORT
end

-- Takes tasks from the lines, one of each key in turn.
local function take_from_lines(ids, room, limit)
  while room > 0 do
    local turn = redis.call('ZRANGE', KEY.turns, 0, 0, 'WITHSCORES')
    local key = turn[1]
    if not key then return end
    local place = first_in_line(key)
    if not place or (limit > 0 and tonumber(redis.call('HGET', KEY.busy, key) or 0) >= limit) then
      redis.call('ZREM', KEY.turns, key)
    else
      local id = string.sub(place, #key + 19)
      redis.call('ZREM', KEY.waiting, place)
      redis.call('ZREM', KEY.ready, id)
      local busy = 0
      if key ~= '' then
        redis.call('HSET', KEY.key, id, '+' .. key)
        busy = redis.call('HINCRBY', KEY.busy, key, 1)
      end
      if limit > 0 and busy >= limit then
        redis.call('ZREM', KEY.turns, key)
      else
        redis.call('ZADD', KEY.turns, turn[2] + 1, key)
      end
      ids[#ids + 1] = id
      room = room - 1
    end
  end
end

-- Takes over leases that have expired. Tasks that were being combined go back to their group.
local function take_expired(ids, room)
  local expired = redis.call('ZRANGEBYSCORE', KEY.lease, '-inf', now, 'LIMIT', 0, room)
  if #expired == 0 then return end
  redis.call('ZREM', KEY.lease, unpack(expired))
  local groups = redis.call('EXISTS', KEY.group) == 1 and redis.call('HMGET', KEY.group, unpack(expired)) or {}
  for i = 1, #expired do
    redis.call('HINCRBY', KEY.losses, expired[i], 1)
    if groups[i] then
      redis.call('HDEL', KEY.fence, expired[i])
      join(groups[i], expired[i], now)
    else
      ids[#ids + 1] = expired[i]
    end
  end
  stat('lost', #expired, now)
end

-- Leases what exists; the payload of a task that somebody deleted by hand leaves nothing to run.
local function lease(ids)
  local found = redis.call('HMGET', KEY.payload, unpack(ids))
  local leased, tasks, scores, tokens, gone = {}, {}, {}, {}, {}
  -- as text: Redis is slow to write a number, and this one is written for each task
  local ends = string.format('%.0f', now + tonumber(ARGV[3]))
  for i = 1, #ids do
    if found[i] then
      leased[#leased + 1] = ids[i]
      tasks[#tasks + 1] = found[i]
      scores[#scores + 1] = ends
      scores[#scores + 1] = ids[i]
      tokens[#tokens + 1] = ids[i]
      tokens[#tokens + 1] = ARGV[4]
    else
      gone[#gone + 1] = ids[i]
    end
  end
  if #gone > 0 then forget(gone) end
  if #leased == 0 then return {}, {}, {}, {} end
  if redis.call('EXISTS', KEY.lease) == 0 then
    -- a long member keeps Redis from packing the few leases into a list that it would search from end to end
    local guard = '\0' .. string.rep('-', 65)
    redis.call('ZADD', KEY.lease, '+inf', guard)
    redis.call('HSET', KEY.fence, guard, guard)
  end
  redis.call('ZADD', KEY.lease, unpack(scores))
  redis.call('HSET', KEY.fence, unpack(tokens))
  if redis.call('EXISTS', KEY.retrying) == 1 then redis.call('ZREM', KEY.retrying, unpack(leased)) end
  local attempts = redis.call('EXISTS', KEY.attempts) == 1 and redis.call('HMGET', KEY.attempts, unpack(leased)) or {}
  local losses = redis.call('EXISTS', KEY.losses) == 1 and redis.call('HMGET', KEY.losses, unpack(leased)) or {}
  return leased, tasks, attempts, losses
end

local function claim(most)
  local c = redis.call('HMGET', KEY.config, 'paused', 'in-flight', 'rate', 'burst', 'tokens', 'filled', 'key-limit')
  if c[1] then return false, 0, {}, {}, {}, {} end
  local room, again = most, nil
  local rate, tokens = tonumber(c[3] or 0), 0
  if rate > 0 then -- a token bucket
    tokens = math.min(tonumber(c[4]), tonumber(c[5] or c[4]) + math.max(0, now - tonumber(c[6] or now)) / 1000000 * rate)
    if tokens < 1 then again = now + math.ceil((1 - tokens) / rate * 1000000) end
    room = math.min(room, math.floor(tokens))
  end
  local free = math.huge
  -- expired leases run nowhere
  if c[2] then free = tonumber(c[2]) - redis.call('ZCOUNT', KEY.lease, string.format('(%.0f', now), '(+inf') end
  room = math.max(0, math.min(room, free))
  local ids = {}
  if room > 0 then take_expired(ids, room) end
  room = room - #ids
  local sorting = false
  -- turns may be left of keys whose tasks are gone: who finds them clears them away
  if redis.call('EXISTS', KEY.key) == 1 or redis.call('EXISTS', KEY.ready) == 1 or redis.call('EXISTS', KEY.turns) == 1 then
    local limit, held = tonumber(c[7] or 0), nil
    held, sorting = put_in_line(room, limit)
    for i = 1, #held do ids[#ids + 1] = held[i] end
    room = room - #held
    -- whose turn it is shows when all are in line: until then little is taken, lest one who came first with many takes all
    take_from_lines(ids, sorting and math.min(room, 1) or room, limit)
  elseif room > 0 then
    local due = redis.call('ZRANGEBYSCORE', KEY.due, '-inf', now, 'LIMIT', 0, room)
    if #due > 0 then
      redis.call('ZREMRANGEBYRANK', KEY.due, 0, #due - 1)
      for i = 1, #due do ids[#ids + 1] = due[i] end
    end
  end
  local leased, tasks, attempts, losses = {}, {}, {}, {}
  if #ids > 0 then leased, tasks, attempts, losses = lease(ids) end
  if rate > 0 and #leased > 0 then
    tokens = tokens - #leased
    redis.call('HSET', KEY.config, 'tokens', tokens, 'filled', now)
    if tokens < 1 then again = now + math.ceil((1 - tokens) / rate * 1000000) end
  end
  local full = free <= #ids -- whoever ends a task tells
  local expiry = full and redis.call('ZRANGEBYSCORE', KEY.lease, string.format('(%.0f', now), '+inf', 'WITHSCORES', 'LIMIT', 0, 1)[2]
    or redis.call('ZRANGE', KEY.lease, 0, 0, 'WITHSCORES')[2]
  expiry = tonumber(expiry or math.huge)
  local head = full and math.huge or tonumber(redis.call('ZRANGE', KEY.due, 0, 0, 'WITHSCORES')[2] or math.huge)
  if not full and redis.call('EXISTS', KEY.turns) == 1 then head = now end
  local nearest = math.max(math.min(expiry, head), again or 0)
  return nearest < math.huge and string.format('%.0f', nearest) or false, sorting and 1 or 0, leased, tasks, attempts, losses
end

local ended = 0
if ARGV[1] ~= '0' then ended = acknowledge(tonumber(ARGV[1])) end
local nearest, sorting, leased, tasks, attempts, losses = claim(tonumber(ARGV[2]))
return {string.format('%.0f', now), nearest, sorting, ended, leased, tasks, attempts, losses}
