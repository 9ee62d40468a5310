-- Reads one task.
-- KEYS: 1 due, 2 lease, 3 archive, 4 retrying, 5 payload, 6 attempts
-- ARGV: 1 id
-- Returns {score, frame, attempt record or false, state}, or nothing when it is not there.
local id = ARGV[1]
local frame = redis.call('HGET', KEYS[5], id)
if not frame then return {} end
local state, score = 'DUE', redis.call('ZSCORE', KEYS[1], id)
if score then
  if redis.call('SISMEMBER', KEYS[4], id) == 1 then state = 'RETRY' end
else
  state, score = 'LEASED', redis.call('ZSCORE', KEYS[2], id)
  if not score then state, score = 'ARCHIVED', redis.call('ZSCORE', KEYS[3], id) end
end
return {score, frame, redis.call('HGET', KEYS[6], id), state}
