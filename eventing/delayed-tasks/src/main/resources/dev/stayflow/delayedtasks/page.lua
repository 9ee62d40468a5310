-- Reads a page of a sorted set of tasks, after a place that need not exist any more: then those of its very
-- microsecond may be read again, and none is left out.
-- KEYS: due, ready, lease, archive, completed, aggregating, retrying, payload, attempts
-- ARGV: 1 which of the sets, 2 lowest and 3 highest score ('-inf', '(+inf', 'now', '(now' for later than now),
--   4 score and 5 id of the place (empty for the start), 6 most (<= 500), 7 '1' for the highest score first
-- Returns {Redis's clock (us), ids and scores in turn, tasks or false, attempt records or false, scores among the retrying or false}
-- @include clock
local set, now, descending = KEY[ARGV[1]], clock(), ARGV[7] == '1'
local bound = {['now'] = string.format('%.0f', now), ['(now'] = string.format('(%.0f', now)}
local low, high = bound[ARGV[2]] or ARGV[2], bound[ARGV[3]] or ARGV[3]
local after, offset = ARGV[4], 0
if after ~= '' then
  local score = redis.call('ZSCORE', set, ARGV[5])
  if score and tonumber(score) == tonumber(after) then -- how many of this score lie before the place
    if descending then
      offset = redis.call('ZREVRANK', set, ARGV[5]) + 1 - redis.call('ZCOUNT', set, '(' .. after, '+inf')
    else
      offset = redis.call('ZRANK', set, ARGV[5]) + 1 - redis.call('ZCOUNT', set, '-inf', '(' .. after)
    end
  end
  if descending then high = after else low = after end
end
local found
if descending then
  found = redis.call('ZREVRANGEBYSCORE', set, high, low, 'WITHSCORES', 'LIMIT', offset, ARGV[6])
else
  found = redis.call('ZRANGEBYSCORE', set, low, high, 'WITHSCORES', 'LIMIT', offset, ARGV[6])
end
if #found == 0 then return {string.format('%.0f', now), {}, {}, {}, {}} end
local ids = {}
for i = 1, #found, 2 do ids[#ids + 1] = found[i] end
return {string.format('%.0f', now), found, redis.call('HMGET', KEY.payload, unpack(ids)),
  redis.call('HMGET', KEY.attempts, unpack(ids)), redis.call('ZMSCORE', KEY.retrying, unpack(ids))}
