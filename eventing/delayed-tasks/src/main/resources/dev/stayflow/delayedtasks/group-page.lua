-- Reads a page of the tasks that wait in one group, the oldest first.
-- KEYS: members, payload, attempts, losses, fence, progress, result
-- ARGV: 1 group, 2 when it joined (us) and 3 id of the task before (empty for the start), 4 most (<= 500)
-- Returns as page.lua does.
-- @include clock
-- @include describe
local group = ARGV[1] .. '\0'
local from = ARGV[2] == '' and '[' .. group or '(' .. group .. digits(tonumber(ARGV[2])) .. '\0' .. ARGV[3]
local found = redis.call('ZRANGEBYLEX', KEY.members, from, '(' .. ARGV[1] .. '\1', 'LIMIT', 0, ARGV[4])
local ids, places, retrying = {}, {}, {}
for i = 1, #found do
  ids[i] = string.sub(found[i], #group + 18)
  places[2 * i - 1] = ids[i]
  places[2 * i] = string.sub(found[i], #group + 1, #group + 16)
  retrying[i] = false
end
return {places, retrying, describe(ids)}
