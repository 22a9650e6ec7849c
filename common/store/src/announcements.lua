#!lua name=naadam1_copies
-- Who is alive. KEYS[1] is a hash of one service: number of the copy -> u64 until (ms, the server's clock),
-- u32 length of the endpoint, endpoint, public key. The hash itself ends with the last of its copies.

-- No announcement is for longer: what ends later was written before the clock was set back.
local LIFE_MAX = 60000

local function now_ms()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- The live copies as a flat list of number, endpoint, key; their endpoints by number; the numbers of the dead.
local function look(key, now)
  local all = redis.call('HGETALL', key)
  local list, endpoints, dead = {}, {}, {}
  for i = 1, #all, 2 do
    local ends, length, at = struct.unpack('>I8I4', all[i + 1])
    if ends > now and ends - now <= LIFE_MAX then
      local endpoint = string.sub(all[i + 1], at, at + length - 1)
      endpoints[all[i]] = endpoint
      list[#list + 1] = all[i]
      list[#list + 1] = endpoint
      list[#list + 1] = string.sub(all[i + 1], at + length)
    else
      dead[#dead + 1] = all[i]
    end
  end
  return list, endpoints, dead
end

-- n1_announce: ARGV number, endpoint, public key, life. Answers the live copies, or the endpoint that has the number.
local function announce(keys, args)
  local now = now_ms()
  local _, endpoints, dead = look(keys[1], now)
  local holder = endpoints[args[1]]
  if holder and holder ~= args[2] then return holder end
  if #dead > 0 then redis.call('HDEL', keys[1], unpack(dead)) end
  redis.call('HSET', keys[1], args[1], struct.pack('>I8I4', now + args[4], #args[2]) .. args[2] .. args[3])
  if redis.call('PTTL', keys[1]) < tonumber(args[4]) then redis.call('PEXPIRE', keys[1], args[4]) end
  return (look(keys[1], now))
end

-- n1_withdraw: ARGV number, endpoint.
local function withdraw(keys, args)
  local _, endpoints = look(keys[1], now_ms())
  if endpoints[args[1]] ~= args[2] then return 0 end
  return redis.call('HDEL', keys[1], args[1])
end

-- n1_copies: answers the live copies.
local function copies(keys, _)
  return (look(keys[1], now_ms()))
end

redis.register_function{ function_name = 'n1_announce', callback = announce, flags = { 'allow-oom' } }
redis.register_function{ function_name = 'n1_withdraw', callback = withdraw, flags = { 'allow-oom' } }
redis.register_function{ function_name = 'n1_copies', callback = copies, flags = { 'no-writes' } }
