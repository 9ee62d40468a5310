-- Notes firings whose tasks are stored, and moves their schedules on, where no other scheduler has: one
-- that was paused, or given other times, meanwhile stays as it is.
-- KEYS: entries, next, history
-- ARGV: for each schedule its id, the firing where it stood (us), the one that follows (us, empty for none or for
--   one that was run by hand), n, then n fire times (us, 16 digits) and what else is noted of each, in turn (<= 300 in all)
-- Returns how many were moved on.
-- @include clock
local now, moved, at = digits(clock()), 0, 1

local function firings_of(id)
  return '[' .. id .. '\0', '(' .. id .. '\1'
end

local function note(id, fire_time, rest)
  local firing = id .. '\0' .. fire_time
  if redis.call('ZLEXCOUNT', KEY.history, '[' .. firing .. '\0', '(' .. firing .. '\1') == 0 then
    redis.call('ZADD', KEY.history, 0, firing .. '\0' .. now .. rest)
  end
end

local function forget_oldest(id)
  local first, last = firings_of(id)
  local excess = redis.call('ZLEXCOUNT', KEY.history, first, last) - 1000
  if excess > 0 then
    redis.call('ZREM', KEY.history, unpack(redis.call('ZRANGEBYLEX', KEY.history, first, last, 'LIMIT', 0, excess)))
  end
end

while at <= #ARGV do
  local id, stood, follows, n = ARGV[at], tonumber(ARGV[at + 1]), ARGV[at + 2], tonumber(ARGV[at + 3])
  if redis.call('HEXISTS', KEY.entries, id) == 1 then
    for i = at + 4, at + 2 + 2 * n, 2 do note(id, ARGV[i], ARGV[i + 1]) end
    if n > 0 then forget_oldest(id) end
    local stands = redis.call('ZSCORE', KEY.next, id)
    if stands and tonumber(stands) == stood then
      if follows == '' then
        redis.call('ZREM', KEY.next, id)
      else
        redis.call('ZADD', KEY.next, follows, id)
      end
      moved = moved + 1
    end
  end
  at = at + 4 + 2 * n
end
return moved
