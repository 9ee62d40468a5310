-- Lets the keys take turns again that had no place left, after the limit of keys was changed: a few at a time.
-- KEYS: busy, waiting, turns, key, due, ready, wake
-- ARGV: 1 where to begin, 0 at first
-- Returns {where the next begin, 0 at the end}
-- @include clock
-- @include lines
local found = redis.call('HSCAN', KEY.busy, ARGV[1], 'COUNT', 200)
for i = 1, #found[2], 2 do
  if first_in_line(found[2][i]) then take_turns(found[2][i]) end
end
redis.call('PUBLISH', KEY.wake, '0')
return {found[1]}
