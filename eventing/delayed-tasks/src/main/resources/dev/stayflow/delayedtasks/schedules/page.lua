-- Reads some schedules, in no order; one that is there all the time is read at least once in a round.
-- KEYS: entries, next, paused, history
-- ARGV: 1 cursor, '0' for the start
-- Returns {Redis's clock (us), cursor, '0' at the end of the round, then for each id, entry, next firing (us) or false, 1 when paused, latest firing or false}
-- @include clock
local found = redis.call('HSCAN', KEY.entries, ARGV[1], 'COUNT', 100)
local answer = {string.format('%.0f', clock()), found[1]}
for i = 1, #found[2], 2 do
  local id = found[2][i]
  local latest = redis.call('ZREVRANGEBYLEX', KEY.history, '(' .. id .. '\1', '[' .. id .. '\0', 'LIMIT', 0, 1)[1]
  answer[#answer + 1] = id
  answer[#answer + 1] = found[2][i + 1]
  answer[#answer + 1] = redis.call('ZSCORE', KEY.next, id)
  answer[#answer + 1] = redis.call('SISMEMBER', KEY.paused, id)
  answer[#answer + 1] = latest or false
end
return answer
