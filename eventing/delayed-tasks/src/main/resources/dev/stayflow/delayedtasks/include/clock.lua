-- Redis's clock, in microseconds since 1970: exact in a double until the year 2255.
local function clock()
  local t = redis.call('TIME')
  return t[1] * 1000000 + t[2]
end

-- A number of microseconds as 16 digits, as it stands at the head of a stored task.
local function digits(micros)
  return string.format('%016.0f', micros)
end
