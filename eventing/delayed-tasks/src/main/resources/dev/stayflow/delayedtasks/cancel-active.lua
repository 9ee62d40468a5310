-- Takes tasks away from the workers that run them, which are told; what they report is ignored.
-- KEYS: due, ready, lease, payload, fence, attempts, losses, retrying, progress, result, key, busy, waiting, turns, group, unique, unique_until, unique_of, config, stats, wake
-- ARGV: ids (<= 500)
-- Returns for each 1 taken away, 0 there is no such task, -1 it does not run.
-- @include clock
-- @include stat
-- @include lines
-- @include forget
local answers, gone = {}, {}
for i = 1, #ARGV do
  if redis.call('ZREM', KEY.lease, ARGV[i]) == 1 then
    gone[#gone + 1] = ARGV[i]
    redis.call('PUBLISH', KEY.wake, 'x' .. ARGV[i])
    answers[i] = 1
  else
    answers[i] = redis.call('HEXISTS', KEY.payload, ARGV[i]) == 1 and -1 or 0
  end
end
if #gone > 0 then
  forget(gone)
  stat('cancelled', #gone, clock())
  if redis.call('HEXISTS', KEY.config, 'in-flight') == 1 then redis.call('PUBLISH', KEY.wake, '0') end
end
return answers
