-- Reads a page of the groups of a queue, the largest first.
-- KEYS: group_size, group_first, group_last
-- ARGV: 1 size and 2 name of the group before (empty for the start), 3 most (<= 500)
-- Returns {names and sizes in turn, when the oldest task of each joined (us), when the latest did}
-- @include range
local found = range('group_size', '-inf', '+inf', ARGV[1], ARGV[2], tonumber(ARGV[3]), true)
if #found == 0 then return {{}, {}, {}} end
local names = {}
for i = 1, #found, 2 do names[#names + 1] = found[i] end
return {found, redis.call('ZMSCORE', KEY.group_first, unpack(names)), redis.call('ZMSCORE', KEY.group_last, unpack(names))}
