-- What is kept of tasks, besides their place: tasks or false, attempt records, losses, tokens, progress and results, or
-- false each. Fewer than asked for when they are large: those that are told have about a megabyte.
local function describe(ids)
  local tasks, results, bytes, count = {}, {}, 0, 0
  while count < #ids and bytes < 1000000 do
    local most = math.min(count + 20, #ids)
    local some = redis.call('HMGET', KEY.payload, unpack(ids, count + 1, most))
    local ends = redis.call('HMGET', KEY.result, unpack(ids, count + 1, most))
    for i = 1, most - count do
      tasks[count + i], results[count + i] = some[i], ends[i]
      bytes = bytes + #(some[i] or '') + #(ends[i] or '')
    end
    count = most
  end
  if count == 0 then return {}, {}, {}, {}, {}, {} end
  return tasks, redis.call('HMGET', KEY.attempts, unpack(ids, 1, count)), redis.call('HMGET', KEY.losses, unpack(ids, 1, count)),
    redis.call('HMGET', KEY.fence, unpack(ids, 1, count)), redis.call('HMGET', KEY.progress, unpack(ids, 1, count)), results
end
