-- Reads where tasks are, without the tasks.
-- KEYS: due, ready, lease, archive, completed, aggregating, retrying
-- ARGV: as of page.lua
-- Returns {ids and scores in turn, scores among the retrying or false}
-- @include clock
-- @include range
local now = string.format('%.0f', clock())
local bound = {['now'] = now, ['(now'] = '(' .. now}
local found = range(ARGV[1], bound[ARGV[2]] or ARGV[2], bound[ARGV[3]] or ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6]),
  ARGV[7] == '1')
if #found == 0 then return {{}, {}} end
local ids = {}
for i = 1, #found, 2 do ids[#ids + 1] = found[i] end
return {found, redis.call('ZMSCORE', KEY.retrying, unpack(ids))}
