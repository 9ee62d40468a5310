-- Reads one task.
-- KEYS: due, ready, lease, archive, completed, aggregating, payload, fence, attempts, losses, retrying, progress, result
-- ARGV: 1 id
-- Returns {state, score (us), task, attempt record or false, losses or false, token or false, progress or false,
--   result or false}, or nothing when it is not there.
-- @include clock
local id = ARGV[1]
local frame = redis.call('HGET', KEY.payload, id)
if not frame then return {} end
local now = clock()
local state, score = nil, redis.call('ZSCORE', KEY.due, id)
if score then
  if tonumber(score) <= now then state = 'PENDING'
  elseif redis.call('ZSCORE', KEY.retrying, id) then state = 'RETRY'
  else state = 'SCHEDULED' end
else
  for _, place in ipairs({{'PENDING', 'ready'}, {'ACTIVE', 'lease'}, {'ARCHIVED', 'archive'}, {'COMPLETED', 'completed'},
      {'AGGREGATING', 'aggregating'}}) do
    score = redis.call('ZSCORE', KEY[place[2]], id)
    if score then
      state = place[1]
      break
    end
  end
end
if not state then return {} end
return {state, score, frame, redis.call('HGET', KEY.attempts, id), redis.call('HGET', KEY.losses, id),
  redis.call('HGET', KEY.fence, id), redis.call('HGET', KEY.progress, id), redis.call('HGET', KEY.result, id)}
