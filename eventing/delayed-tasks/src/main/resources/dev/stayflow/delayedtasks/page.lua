-- Reads a page of a sorted set of tasks, after a place that need not exist any more.
-- KEYS: due, ready, lease, archive, completed, aggregating, retrying, payload, attempts, losses, fence, progress, result
-- ARGV: 1 which of the sets, 2 lowest and 3 highest score ('-inf', '(+inf', 'now', '(now' for later than now),
--   4 score and 5 id of the place (empty for the start), 6 most (<= 500), 7 '1' for the highest score first
-- Returns {ids and scores in turn, scores among the retrying or false, tasks or false, attempt records, losses, tokens,
--   progress, results}; fewer tasks than ids when they are large.
-- @include clock
-- @include range
-- @include describe
local now = string.format('%.0f', clock())
local bound = {['now'] = now, ['(now'] = '(' .. now}
local found = range(ARGV[1], bound[ARGV[2]] or ARGV[2], bound[ARGV[3]] or ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6]), ARGV[7] == '1')
if #found == 0 then return {{}, {}, {}, {}, {}, {}, {}, {}} end
local ids = {}
for i = 1, #found, 2 do ids[#ids + 1] = found[i] end
return {found, redis.call('ZMSCORE', KEY.retrying, unpack(ids)), describe(ids)}
