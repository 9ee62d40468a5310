-- Reads what was counted in the last minutes.
-- KEYS: minutes
-- ARGV: 1 how many (1 to 1440), the one that it is now among them
-- Returns {the present minute (since 1970), then for each, the earliest first, the minute and its counts between
--   blanks, or false}; what lies there may be of the day before.
-- @include clock
local minute = math.floor(clock() / 60000000)
local places = {}
for ago = ARGV[1] - 1, 0, -1 do places[#places + 1] = string.format('%.0f', (minute - ago) % 1440) end
return {minute, unpack(redis.call('HMGET', KEY.minutes, unpack(places)))}
