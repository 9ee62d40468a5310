-- Reads a part of a sorted set, by rank: it takes the same time wherever the part lies and however many members
-- have the same score.

-- Whether a comes before b byte by byte, as Redis orders members of one score; Lua's own < asks the locale.
local function comes_before(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x < y end
  end
  return #a < #b
end

-- How many members come before a place, and whether one is at the place itself.
local function rank(part, score, member)
  local low = redis.call('ZCOUNT', KEY[part], '-inf', '(' .. score)
  local high = redis.call('ZCOUNT', KEY[part], '-inf', score)
  local ends = high
  while low < high do
    local middle = math.floor((low + high) / 2)
    if comes_before(redis.call('ZRANGE', KEY[part], middle, middle)[1], member) then low = middle + 1 else high = middle end
  end
  return low, low < ends and redis.call('ZRANGE', KEY[part], low, low)[1] == member
end

-- Members and scores in turn: those with scores from lowest to highest, after a place (an empty score: the start)
-- whose member need not exist any more.
local function range(part, lowest, highest, score, member, most, descending)
  local size = redis.call('ZCARD', KEY[part])
  local first = size - redis.call('ZCOUNT', KEY[part], lowest, '+inf')
  local last = redis.call('ZCOUNT', KEY[part], '-inf', highest) - 1
  if score ~= '' then
    local before, there = rank(part, score, member)
    if descending then
      last = math.min(last, before - 1)
    else
      first = math.max(first, there and before + 1 or before)
    end
  end
  if first > last then return {} end
  if descending then
    return redis.call('ZREVRANGE', KEY[part], size - 1 - last, size - 1 - math.max(first, last - most + 1), 'WITHSCORES')
  end
  return redis.call('ZRANGE', KEY[part], first, math.min(last, first + most - 1), 'WITHSCORES')
end
