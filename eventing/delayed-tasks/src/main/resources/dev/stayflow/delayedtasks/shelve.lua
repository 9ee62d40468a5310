-- Archives tasks that wait, so that they do not run by themselves.
-- KEYS: due, ready, archive, completed, payload, attempts, result, retrying, key, busy, waiting, turns, group, aggregating, members, group_size, group_first, group_last, unique, unique_until, unique_of, fence, losses, progress, stats, wake
-- ARGV: 1 why, then ids (<= 500)
-- Returns for each 1 archived, 0 there is no such task, -1 it does not wait.
-- @include clock
-- @include stat
-- @include lines
-- @include groups
-- @include forget
-- @include take
-- @include failures
local now, count, answers = clock(), 0, {}
for i = 2, #ARGV do
  local id = ARGV[i]
  local from = take(id, 'wg')
  if from then
    if from == 'g' then redis.call('HDEL', KEY.group, id) end
    note(id, now, false, ARGV[1])
    redis.call('ZADD', KEY.archive, now, id)
    give_up_place(id)
    unlock(id)
    count = count + 1
  end
  answers[#answers + 1] = from and 1 or from == false and 0 or -1
end
if count > 0 then stat('archived', count, now) end
return answers
