-- Ends attempts in any other way than plain success; ignores tasks that the caller no longer holds.
-- KEYS: due, ready, lease, archive, completed, payload, fence, attempts, losses, retrying, progress, result, finished, key, busy, waiting, turns, group, aggregating, members, group_size, group_first, group_last, unique, unique_until, unique_of, config, stats, wake
-- ARGV: 1 n (<= 500), then for each: id, token, how, time (us), time to remember the id (us), text, where how is
--   done      over; kept with its result (text) for the time
--   retry     failed (text says why); again after the time
--   later     not failed; again after the time
--   archive   failed (text says why) and not tried again
--   revoke    over, without a trace
--   release   not run to its end; due as it was before, or back in its group
-- Returns {how many were still held}.
-- @include clock
-- @include announce
-- @include stat
-- @include lines
-- @include groups
-- @include forget
-- @include failures
local now = clock()
local in_order = redis.call('HGET', KEY.config, 'key-limit') == '1'

local grouped = redis.call('EXISTS', KEY.group) == 1

local function wait_again(id, at)
  announce(at)
  redis.call('ZADD', KEY.due, at, id)
  if has_failed(id) then redis.call('ZADD', KEY.retrying, at, id) end
end

local how = {}
function how.done(id, time, text)
  redis.call('ZADD', KEY.completed, now + time, id)
  redis.call('HSET', KEY.result, id, string.format('%.0f ', now) .. text)
  redis.call('HDEL', KEY.progress, id)
  redis.call('HDEL', KEY.losses, id)
  give_up_place(id)
  unlock(id)
  stat('processed', 1, now)
end
function how.retry(id, time, text)
  note(id, now, true, text)
  -- where one of a key runs at a time, its order holds: the key waits until this task has ended
  if not in_order then give_up_place(id) end
  wait_again(id, now + time)
  stat('processed', 1, now)
  stat('failed', 1, now)
end
function how.later(id, time)
  if not in_order then give_up_place(id) end
  wait_again(id, now + time)
end
function how.archive(id, _, text)
  note(id, now, true, text)
  redis.call('ZADD', KEY.archive, now, id)
  give_up_place(id)
  unlock(id)
  stat('processed', 1, now)
  stat('failed', 1, now)
  stat('archived', 1, now)
end
function how.revoke(id)
  forget({id})
  stat('processed', 1, now)
end
function how.release(id)
  local group = redis.call('HGET', KEY.group, id)
  if group then
    join(group, id, now)
  else
    wait_again(id, tonumber(string.sub(redis.call('HGET', KEY.payload, id), 1, 16)))
  end
end

local held = 0
for i = 2, #ARGV, 6 do
  local id = ARGV[i]
  if redis.call('HGET', KEY.fence, id) == ARGV[i + 1] then
    held = held + 1
    redis.call('ZREM', KEY.lease, id)
    redis.call('HDEL', KEY.fence, id)
    -- only what is handed back is still of its group
    if grouped and ARGV[i + 2] ~= 'release' then redis.call('HDEL', KEY.group, id) end
    how[ARGV[i + 2]](id, tonumber(ARGV[i + 3]), ARGV[i + 5])
    if ARGV[i + 4] ~= '0' then redis.call('ZADD', KEY.finished, now + tonumber(ARGV[i + 4]), id) end
  end
end
if held > 0 and redis.call('HEXISTS', KEY.config, 'in-flight') == 1 then redis.call('PUBLISH', KEY.wake, '0') end
return {held}
