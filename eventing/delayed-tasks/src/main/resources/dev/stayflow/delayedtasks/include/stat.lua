-- Counts something that happened, in total and for the day (days since 1970, UTC).
local function stat(name, by, now)
  redis.call('HINCRBY', KEY.stats, name, by)
  redis.call('HINCRBY', KEY.stats, string.format('%.0f:', math.floor(now / 86400000000)) .. name, by)
end
