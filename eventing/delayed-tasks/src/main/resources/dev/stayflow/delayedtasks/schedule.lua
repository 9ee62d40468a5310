-- Gives tasks another due time, from whichever of the allowed states; the failures of one that had ended count no more,
-- and one that held a place of its key waits in line like the others.
-- KEYS: due, ready, archive, completed, payload, finished, attempts, result, retrying, key, busy, waiting, turns, group, aggregating, members, group_size, group_first, group_last, wake
-- ARGV: 1 due time (us; '+us' from now; '+0' leaves those alone that are due already), 2 the allowed states (see take), then ids (<= 500)
-- Returns for each 1 moved, 0 there is no such task, -1 it is in another state, -2 it was done or cancelled and is remembered.
-- @include clock
-- @include announce
-- @include lines
-- @include groups
-- @include take
-- @include failures
local now, at = clock(), ARGV[1]
if string.byte(at) == 43 then at = now + tonumber(at) else at = tonumber(at) end

local function is_due(id)
  local due = redis.call('ZSCORE', KEY.due, id)
  return due and tonumber(due) <= now or redis.call('ZSCORE', KEY.ready, id)
end

local stays, answers = ARGV[1] == '+0' and string.find(ARGV[2], 'w', 1, true), {}
for i = 3, #ARGV do
  local id = ARGV[i]
  local from
  if stays and is_due(id) then from = 'due' else from = take(id, ARGV[2]) end
  if from == 'due' then
    answers[#answers + 1] = 1
  elseif from then
    give_up_place(id)
    redis.call('HSET', KEY.payload, id, digits(at) .. string.sub(redis.call('HGET', KEY.payload, id), 17))
    if from == 'g' then redis.call('HDEL', KEY.group, id) end
    local record = redis.call('HGET', KEY.attempts, id)
    if record and from ~= 'w' then
      redis.call('HSET', KEY.attempts, id, (string.gsub(record, '^%d+ %d+', '0 0', 1)))
    end
    announce(at)
    redis.call('ZADD', KEY.due, at, id)
    if has_failed(id) then redis.call('ZADD', KEY.retrying, at, id) end
    answers[#answers + 1] = 1
  else
    local remembered = from == false and redis.call('ZSCORE', KEY.finished, id)
    answers[#answers + 1] = from == nil and -1 or remembered and tonumber(remembered) > now and -2 or 0
  end
end
return answers
