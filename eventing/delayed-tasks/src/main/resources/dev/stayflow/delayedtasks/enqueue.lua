-- Stores tasks that are not known yet.
-- KEYS: due, ready, archive, completed, aggregating, finished, payload, attempts, losses, retrying, progress, result, fence, key, busy, waiting, turns, group, members, group_size, group_first, group_last, unique, unique_until, unique_of, wake
-- ARGV: 1 n (<= 500), then n ids, n tasks (16 digits of the due time (us), or '+' and 15 digits (us) counted from now by
--   Redis's clock; then the body), then of tasks with more to them: index, what, name, number (us), in turn, where what is
--   k has the key <name>, g joins the group <name> and has no due time, u is the only one that holds <name> for <number>,
--   r takes the place of an archived one
-- Returns one value a task: 1 stored, 0 finished before and still remembered, 2 archived,
--   {id, its 16 digits} of the task that is there already.
-- @include clock
-- @include announce
-- @include lines
-- @include groups
-- @include forget
local n = tonumber(ARGV[1])
local now = clock()
local more = {}
for i = 2 + 2 * n, #ARGV, 4 do
  local index = tonumber(ARGV[i])
  more[index] = more[index] or {}
  more[index][ARGV[i + 1]] = {ARGV[i + 2], tonumber(ARGV[i + 3])}
end
local known = redis.call('HMGET', KEY.payload, unpack(ARGV, 2, 1 + n))
local finished = redis.call('EXISTS', KEY.finished) == 1
  and redis.call('ZMSCORE', KEY.finished, unpack(ARGV, 2, 1 + n)) or {}

-- Why the task may not be stored, in the form of an answer, or nil.
local function refusal(id, stored, remembered, extra)
  local gives_way = false
  if stored then
    if redis.call('ZSCORE', KEY.archive, id) then
      if not extra.r then return 2 end
      gives_way = true
    elseif redis.call('ZSCORE', KEY.completed, id) then
      return 0
    else
      return {id, string.sub(stored, 1, 16)}
    end
  elseif remembered and tonumber(remembered) > now then
    return 0
  end
  if extra.u then
    local lock = extra.u[1]
    local owner = redis.call('HGET', KEY.unique, lock)
    local held = owner and tonumber(redis.call('ZSCORE', KEY.unique_until, lock) or 0) > now
    local holder = held and redis.call('HGET', KEY.payload, owner)
    if holder then return {owner, string.sub(holder, 1, 16)} end
    if owner then redis.call('HDEL', KEY.unique_of, owner) end
  end
  if gives_way then
    redis.call('ZREM', KEY.archive, id)
    forget({id})
  end
  return nil
end

-- Most tasks are new and have nothing more to them: each look at Redis and each conversion that they are spared counts.
local answers, fresh, scores, frames, earliest = {}, {}, {}, {}, nil
local none = {}
for i = 1, n do
  local id, frame, extra = ARGV[1 + i], ARGV[1 + n + i], more[i] or none
  local stored = fresh[id] or known[i]
  local refused = (stored or finished[i] or extra.u) and refusal(id, stored, finished[i], extra)
  if refused then
    answers[i] = refused
  else
    answers[i] = 1
    local at
    -- one microsecond apart, so that tasks of one call keep their order
    if extra.g then
      at = digits(now + i - 1)
      frame = at .. string.sub(frame, 17)
    elseif string.byte(frame) == 43 then
      at = digits(now + tonumber(string.sub(frame, 2, 16)) + i - 1)
      frame = at .. string.sub(frame, 17)
    else
      at = string.sub(frame, 1, 16)
    end
    fresh[id] = frame
    frames[#frames + 1] = id
    frames[#frames + 1] = frame
    if not extra.g then
      scores[#scores + 1] = at
      scores[#scores + 1] = id
      if not earliest or at < earliest then earliest = at end
    end
    -- at once, for the tasks of this call that follow
    if extra.u then
      redis.call('ZADD', KEY.unique_until, now + extra.u[2], extra.u[1])
      redis.call('HSET', KEY.unique, extra.u[1], id)
      redis.call('HSET', KEY.unique_of, id, extra.u[1])
      redis.call('HSET', KEY.payload, id, frame)
    end
    if extra.k then redis.call('HSET', KEY.key, id, '-' .. extra.k[1]) end
    if extra.g then join(extra.g[1], id, now + i - 1) end
  end
end
if earliest then
  announce(tonumber(earliest))
  redis.call('ZADD', KEY.due, unpack(scores))
end
if #frames > 0 then redis.call('HSET', KEY.payload, unpack(frames)) end
return answers
