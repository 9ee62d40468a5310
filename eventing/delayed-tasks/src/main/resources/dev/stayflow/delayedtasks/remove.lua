-- Deletes tasks, from whichever of the allowed states.
-- KEYS: due, ready, archive, completed, payload, fence, attempts, losses, retrying, progress, result, key, busy, waiting, turns, group, aggregating, members, group_size, group_first, group_last, unique, unique_until, unique_of, wake
-- ARGV: 1 the allowed states (see take), then ids (<= 500)
-- Returns for each 1 deleted, 0 there is no such task, -1 it is in another state.
-- @include clock
-- @include lines
-- @include groups
-- @include forget
-- @include take
local answers, gone = {}, {}
for i = 2, #ARGV do
  local from = take(ARGV[i], ARGV[1])
  if from then gone[#gone + 1] = ARGV[i] end
  answers[#answers + 1] = from and 1 or from == false and 0 or -1
end
if #gone > 0 then forget(gone) end
return answers
