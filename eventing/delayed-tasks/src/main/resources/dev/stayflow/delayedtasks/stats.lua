-- Reads how often what happened, in total and by day.
-- KEYS: stats
-- ARGV: 1 days (0 to 90), then the names of what happened
-- Returns {today (days since 1970, UTC), totals in the order of the names, then for each day, the latest first, the same}
-- @include clock
local day = math.floor(clock() / 86400000000)
local fields = {}
for i = 2, #ARGV do fields[#fields + 1] = ARGV[i] end
for ago = 0, tonumber(ARGV[1]) - 1 do
  for i = 2, #ARGV do fields[#fields + 1] = string.format('%.0f:', day - ago) .. ARGV[i] end
end
return {day, unpack(redis.call('HMGET', KEY.stats, unpack(fields)))}
