-- Tries each command that the scripts use, so that nothing is left of it.
-- KEYS: permissions, wake
-- Both are of no queue. Returns the names of those that the user may not run.
local key = KEY.permissions
local calls = {
  {'EXISTS', key},
  {'MEMORY', 'USAGE', key},
  {'HSET', key, 'none', 0},
  {'HSETNX', key, 'none', 0},
  {'HINCRBY', key, 'none', 0},
  {'HGET', key, 'none'},
  {'HMGET', key, 'none'},
  {'HEXISTS', key, 'none'},
  {'HLEN', key},
  {'HSCAN', key, 0},
  {'HDEL', key, 'none'},
  {'SADD', key, 'none'},
  {'SISMEMBER', key, 'none'},
  {'SSCAN', key, 0},
  {'SREM', key, 'none'},
  {'ZADD', key, 0, 'none'},
  {'ZINCRBY', key, 0, 'none'},
  {'ZCARD', key},
  {'ZCOUNT', key, 0, 0},
  {'ZLEXCOUNT', key, '-', '+'},
  {'ZMSCORE', key, 'none'},
  {'ZRANGE', key, 0, 0},
  {'ZRANGEBYLEX', key, '-', '+'},
  {'ZRANGEBYSCORE', key, 0, 0},
  {'ZREVRANGE', key, 0, 0},
  {'ZREVRANGEBYLEX', key, '+', '-'},
  {'ZSCORE', key, 'none'},
  {'ZREMRANGEBYLEX', key, '(a', '(a'},
  {'ZREMRANGEBYRANK', key, 1, 1},
  {'ZREM', key, 'none'},
  {'UNLINK', key},
  {'PUBLISH', KEY.wake, 0},
  {'TIME'},
}
local refused = {}
for _, call in ipairs(calls) do
  local answer = redis.pcall(unpack(call))
  local err = type(answer) == 'table' and answer.err
  -- in turn the words of a command of its own, and of one in a script in Redis 6.2 and 7
  if err and (err:find('NOPERM') or err:find('executing the script') or err:find('ACL failure')) then
    refused[#refused + 1] = call[1]
  end
end
return refused
