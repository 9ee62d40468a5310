-- Stores tasks that are not known yet.
-- KEYS: 1 due, 2 lease, 3 archive, 4 finished, 5 payload, 6 wake (channel)
-- ARGV: 1 n, then n ids, n due times (ms), n frames
-- Returns one value a task: 1 stored, 0 finished before (done, cancelled, archived),
--   or the head of the frame of the task that is already there (its due time).
local n = tonumber(ARGV[1])
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local due = redis.call('ZMSCORE', KEYS[1], unpack(ARGV, 2, 1 + n))
local lease = redis.call('ZMSCORE', KEYS[2], unpack(ARGV, 2, 1 + n))
local archived = redis.call('ZMSCORE', KEYS[3], unpack(ARGV, 2, 1 + n))
local finished = redis.call('ZMSCORE', KEYS[4], unpack(ARGV, 2, 1 + n))
local answers, scores, frames, fresh, earliest = {}, {}, {}, {}, nil
for i = 1, n do
  local id = ARGV[1 + i]
  if fresh[id] then
    answers[i] = string.sub(fresh[id], 1, 9)
  elseif due[i] or lease[i] then
    answers[i] = string.sub(redis.call('HGET', KEYS[5], id) or '', 1, 9)
  elseif archived[i] or (finished[i] and tonumber(finished[i]) > now) then
    answers[i] = 0
  else
    local at, frame = ARGV[1 + n + i], ARGV[1 + 2 * n + i]
    fresh[id] = frame
    scores[#scores + 1] = at
    scores[#scores + 1] = id
    frames[#frames + 1] = id
    frames[#frames + 1] = frame
    if not earliest or tonumber(at) < tonumber(earliest) then earliest = at end
    answers[i] = 1
  end
end
if earliest then
  local head = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
  redis.call('ZADD', KEYS[1], unpack(scores))
  redis.call('HSET', KEYS[5], unpack(frames))
  if not head or tonumber(earliest) < tonumber(head) then
    redis.call('PUBLISH', KEYS[6], earliest)
  end
end
return answers
