-- Gives tasks another due time, from whichever of the allowed states; the failures of one that had ended count no more.
-- KEYS: due, ready, archive, completed, payload, attempts, result, retrying, key, waiting, group, aggregating, members, group_size, group_first, group_last, wake
-- ARGV: 1 due time (us; '+us' from now), 2 the allowed states (see take), then ids (<= 500)
-- Returns for each 1 moved, 0 there is no such task, -1 it is in another state.
-- @include clock
-- @include announce
-- @include lines
-- @include groups
-- @include take
local at = ARGV[1]
if string.byte(at) == 43 then at = clock() + tonumber(at) else at = tonumber(at) end
local answers = {}
for i = 3, #ARGV do
  local id = ARGV[i]
  local from = take(id, ARGV[2])
  if from then
    redis.call('HSET', KEY.payload, id, digits(at) .. string.sub(redis.call('HGET', KEY.payload, id), 17))
    if from == 'g' then redis.call('HDEL', KEY.group, id) end
    local record = redis.call('HGET', KEY.attempts, id)
    if record and from ~= 'w' then
      redis.call('HSET', KEY.attempts, id, (string.gsub(record, '^%d+ %d+', '0 0', 1)))
    end
    announce(at)
    redis.call('ZADD', KEY.due, at, id)
    if record and from == 'w' then redis.call('ZADD', KEY.retrying, at, id) end
    answers[#answers + 1] = 1
  else
    answers[#answers + 1] = from == false and 0 or -1
  end
end
return answers
