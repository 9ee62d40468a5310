-- Reads a page of the tasks of one state, highest score first.
-- KEYS: 1 due, lease or archive, 2 payload, 3 attempts
-- ARGV: 1 index of the first, 2 index of the last (at most 999 further)
-- Returns {ids and scores in turn, frames or false, attempt records or false}
local found = redis.call('ZREVRANGE', KEYS[1], ARGV[1], ARGV[2], 'WITHSCORES')
if #found == 0 then return {{}, {}, {}} end
local ids = {}
for i = 1, #found, 2 do ids[#ids + 1] = found[i] end
return {found, redis.call('HMGET', KEYS[2], unpack(ids)), redis.call('HMGET', KEYS[3], unpack(ids))}
