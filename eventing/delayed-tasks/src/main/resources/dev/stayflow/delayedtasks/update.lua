-- Replaces the body of a task that does not run, if nobody else has replaced it meanwhile. Its times stay.
-- KEYS: due, ready, archive, aggregating, payload
-- ARGV: 1 id, 2 the body it had, 3 the body it gets
-- Returns 1 replaced, 0 there is no such task, -1 it runs or has ended, -2 it was changed meanwhile.
local id = ARGV[1]
local frame = redis.call('HGET', KEY.payload, id)
if not frame then return 0 end
if not (redis.call('ZSCORE', KEY.due, id) or redis.call('ZSCORE', KEY.ready, id)
    or redis.call('ZSCORE', KEY.archive, id) or redis.call('ZSCORE', KEY.aggregating, id)) then return -1 end
if string.sub(frame, 17) ~= ARGV[2] then return -2 end
redis.call('HSET', KEY.payload, id, string.sub(frame, 1, 16) .. ARGV[3])
return 1
