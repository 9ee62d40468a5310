-- Adds what a server counted to the minute that it is now. The places of a day and no more: each minute takes that of
-- the day before, so nothing has to be cleared away.
-- KEYS: minutes
-- ARGV: counts, see MinuteCounts
-- Returns 1.
-- @include clock
local minute = math.floor(clock() / 60000000)
local place = string.format('%.0f', minute % 1440)
local head = string.format('%.0f ', minute)
local found = redis.call('HGET', KEY.minutes, place)
local counts = {}
if found and string.sub(found, 1, #head) == head then
  for count in string.gmatch(string.sub(found, #head + 1), '%d+') do counts[#counts + 1] = tonumber(count) end
end
for i = 1, #ARGV do counts[i] = string.format('%.0f', (counts[i] or 0) + ARGV[i]) end
redis.call('HSET', KEY.minutes, place, head .. table.concat(counts, ' '))
return 1
