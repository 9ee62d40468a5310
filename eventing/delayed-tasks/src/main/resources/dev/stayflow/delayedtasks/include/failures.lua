-- What is kept of the attempts of a task that failed: '<failures> <first failure, us>', then a line
-- '<time, us> <reason>' for each of the last 10, the latest last.
local function note(id, now, counts, reason)
  local record = redis.call('HGET', KEY.attempts, id) or '0 0'
  local failures, first, lines = string.match(record, '^(%d+) (%d+)(.*)$')
  if counts then
    failures = failures + 1
    if first == '0' then first = string.format('%.0f', now) end
  end
  lines = lines .. '\n' .. string.format('%.0f ', now) .. string.gsub(reason, '[%c]+', ' ')
  local _, count = string.gsub(lines, '\n', '')
  if count > 10 then lines = string.gsub(lines, '^\n[^\n]*', '', 1) end
  redis.call('HSET', KEY.attempts, id, string.format('%d %s', failures, first) .. lines)
end

-- Whether a task failed since it was last set going by hand.
local function has_failed(id)
  local record = redis.call('HGET', KEY.attempts, id)
  return record and string.sub(record, 1, 2) ~= '0 '
end
