-- Notes how far a running task has come, unless the caller no longer holds it.
-- KEYS: fence, progress
-- ARGV: 1 id, 2 token, 3 what to tell
-- Returns {1}, or {0} when the caller no longer holds the task.
if redis.call('HGET', KEY.fence, ARGV[1]) ~= ARGV[2] then return {0} end
redis.call('HSET', KEY.progress, ARGV[1], ARGV[3])
return {1}
