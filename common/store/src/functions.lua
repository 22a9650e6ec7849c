#!lua name=naadam2
-- generation 5
-- The store functions. Every key of a call carries one hash tag, KEYS[1] = '{sNN}', so a call is one slot and atomic.
--
-- Old and new programs run side by side. The generation above rises with every change of this text; a program loads its
-- own over an older one and leaves a newer one alone, so a newer one serves every call of an older program as before.
-- What cannot keep to that gets another number in its names (n2_) and in the library's, and both are loaded at once.
-- A call with more arguments than its function knows comes from a newer program: it is refused with NEWER, and the
-- program loads its own.
--
-- A pack is only a form in which records travel. Fields of the hash <tag>:<kind>:p, each named <pack><letter>:
--   i  ids, 16 bytes each          s  states, a column (see store/column.hpp)
--   r  revs, 16 bytes each         b  bodies, a column
--   g  the stage, decimal          a  how often it was handed out without progress; absent = 0
--   t  one byte a record, '1' = it has parted to another pack; absent = all are here
--   z  why it is parked; absent = it is not
-- Beside it: <tag>:log, what was decided (see note); <tag>:<kind>:x index id -> pack, <tag>:<kind>:d:<stage> due set of packs, <tag>:<kind>:z parked packs,
-- <tag>:<kind>:n counts by stage, <tag>:ctr the next pack's name (never reused; a name is not an identity).
-- A place (kind b) is one of a group, its contest: the first half of its id. Its index is parted: <tag>:b:x:<group>
-- holds second half -> pack, which is the list of the contest; <tag>:b:x holds <group><stage> -> how many.
--
-- All reads come before the first write: a function does not roll back. unpack() bears a few thousand values, a call
-- at most 400 records. `wait` < 0 means: not due.

local ID, REV, DIGEST, GROUP = 16, 16, 16, 8

-- The libraries exist only inside functions, not while this file loads; so no local copies up here.

local function now_ms()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

local function cut(s, width)
  local out, sub = {}, string.sub
  for i = 1, #s / width do out[i] = sub(s, (i - 1) * width + 1, i * width) end
  return out
end

local function cell(col, n, i)
  if col == '' then return '' end
  local from = 0
  if i > 1 then from = struct.unpack('>I4', col, 4 * i - 7) end
  local to = struct.unpack('>I4', col, 4 * i - 3)
  return string.sub(col, 4 * n + from + 1, 4 * n + to)
end

local function column(cells)
  local ends, at = {}, 0
  for i = 1, #cells do
    at = at + #cells[i]
    ends[i] = struct.pack('>I4', at)
  end
  if at == 0 then return '' end
  return table.concat(ends) .. table.concat(cells)
end

local function due_key(base, stage) return base .. ':d:' .. stage end

local function set_due(base, stage, pack, wait)
  if wait >= 0 then redis.call('ZADD', due_key(base, stage), now_ms() + wait, pack) end
end

local function write_pack(tag, base, p, wait)
  local name = struct.pack('>I8', redis.call('INCR', tag .. ':ctr'))
  redis.call('HSET', base .. ':p', name .. 'i', p.ids, name .. 'r', p.revs, name .. 'g', p.stage, name .. 's', p.states,
    name .. 'b', p.bodies)
  if p.attempts then redis.call('HSET', base .. ':p', name .. 'a', p.attempts) end
  set_due(base, p.stage, name, wait)
  return name
end

local function in_groups(base) return string.sub(base, -2) == ':b' end

-- The ids of a list by group: {group = {places in the list}}.
local function by_group(list)
  local groups = {}
  for i = 1, #list do
    local group = string.sub(list[i], 1, GROUP)
    groups[group] = groups[group] or {}
    table.insert(groups[group], i)
  end
  return groups
end

local function point_index(base, list, name)
  if not in_groups(base) then
    local args = {}
    for i = 1, #list do
      args[2 * i - 1] = list[i]
      args[2 * i] = name
    end
    redis.call('HSET', base .. ':x', unpack(args))
    return
  end
  for group, places in pairs(by_group(list)) do
    local args = {}
    for k, i in ipairs(places) do
      args[2 * k - 1] = string.sub(list[i], GROUP + 1)
      args[2 * k] = name
    end
    redis.call('HSET', base .. ':x:' .. group, unpack(args))
  end
end

-- The pack of each id, false where there is none.
local function names_of(base, list)
  if not in_groups(base) then return redis.call('HMGET', base .. ':x', unpack(list)) end
  local names = {}
  for group, places in pairs(by_group(list)) do
    local tails = {}
    for k, i in ipairs(places) do tails[k] = string.sub(list[i], GROUP + 1) end
    local found = redis.call('HMGET', base .. ':x:' .. group, unpack(tails))
    for k, i in ipairs(places) do names[i] = found[k] end
  end
  return names
end

local function read_pack(base, name)
  local f = redis.call('HMGET', base .. ':p', name .. 'i', name .. 'r', name .. 'g', name .. 's', name .. 'b', name .. 't',
    name .. 'a')
  if not f[1] then return nil end
  return { name = name, ids = f[1], revs = f[2], stage = f[3], states = f[4], bodies = f[5], gone = f[6],
    attempts = tonumber(f[7] or '0'), n = #f[1] / ID }
end

local function is_here(p, i) return not p.gone or string.byte(p.gone, i) ~= 49 end

local function drop_pack(base, p)
  local n = p.name
  redis.call('HDEL', base .. ':p', n .. 'i', n .. 'r', n .. 'g', n .. 's', n .. 'b', n .. 't', n .. 'a', n .. 'z')
  redis.call('ZREM', due_key(base, p.stage), n)
  redis.call('ZREM', base .. ':z', n)
end

-- The records of p at `places` as a pack of their own value (not yet written).
local function part_of(p, places)
  local ids, revs, states, bodies = {}, {}, {}, {}
  for k, i in ipairs(places) do
    ids[k] = string.sub(p.ids, (i - 1) * ID + 1, i * ID)
    revs[k] = string.sub(p.revs, (i - 1) * REV + 1, i * REV)
    states[k] = cell(p.states, p.n, i)
    bodies[k] = cell(p.bodies, p.n, i)
  end
  return { ids = table.concat(ids), revs = table.concat(revs), stage = p.stage, states = column(states),
    bodies = column(bodies), n = #places, list = ids }
end

local function here(p)
  local places = {}
  for i = 1, p.n do
    if is_here(p, i) then places[#places + 1] = i end
  end
  return places
end

-- Marks the records at `places` as parted; a pack left empty goes, one left less than half full closes its ranks.
local function take_out(base, p, places)
  local gone = {}
  for i = 1, p.n do gone[i] = is_here(p, i) and '0' or '1' end
  for _, i in ipairs(places) do gone[i] = '1' end
  p.gone = table.concat(gone)
  local left = here(p)
  if #left == 0 then
    drop_pack(base, p)
  elseif #left * 2 < p.n then
    local q = part_of(p, left)
    redis.call('HSET', base .. ':p', p.name .. 'i', q.ids, p.name .. 'r', q.revs, p.name .. 's', q.states, p.name .. 'b', q.bodies)
    redis.call('HDEL', base .. ':p', p.name .. 't')
  else
    redis.call('HSET', base .. ':p', p.name .. 't', p.gone)
  end
end

-- `by` records came to a stage, or left it. `list` names them, where they are in groups.
local function tally(base, stage, by, list)
  if by == 0 then return end
  redis.call('HINCRBY', base .. ':n', stage, by)
  if not in_groups(base) then return end
  for group, places in pairs(by_group(list)) do
    redis.call('HINCRBY', base .. ':x', group .. stage, by > 0 and #places or -#places)
  end
end

-- Where each id lies: packs by name, and per id {pack, place}; nil where there is none.
local function locate(base, list)
  local names = names_of(base, list)
  local packs, places = {}, {}
  for i = 1, #list do
    local name = names[i]
    if name then
      local p = packs[name]
      if p == nil then
        p = read_pack(base, name) or false
        packs[name] = p
      end
      if p then
        local at = 1
        repeat
          at = string.find(p.ids, list[i], at, true)
          if at and (at - 1) % ID == 0 and is_here(p, (at - 1) / ID + 1) then break end
          if at then at = at + 1 end
        until not at
        if at then places[i] = { p, (at - 1) / ID + 1 } end
      end
    end
  end
  return places
end

-- Appends what a call decided to the shard's log: a stream, one entry a call under the id <epoch>-<n>, n rising by one
-- (see store/log_entry.hpp). Fields: h "<kind><from><to> <ms> <who>", i ids, b revs before, a revs after, s states,
-- d digests of bodies. One XADD of columns that are at hand; nothing where `who` is absent. The epoch is the caller's,
-- or of the revs where that is higher: what was set back and is written again gets places that nobody has seen.
local function note(tag, who, heard, kind, from, to, ids, before, revs, states, digests)
  if not who then return end
  local key, epoch = tag .. ':log', math.max(tonumber(heard) or 0, (struct.unpack('>I4', revs)))
  local head = kind .. from .. to .. ' ' .. now_ms() .. ' ' .. who
  local args = { 'h', head, 'i', ids, 'b', before, 'a', revs, 's', states, 'd', digests }
  local added = redis.pcall('XADD', key, epoch .. '-*', unpack(args))
  if type(added) == 'table' and added.err then
    -- The caller has not heard of an epoch that others have: its entry goes under that one.
    local info = redis.call('XINFO', 'STREAM', key)
    for i = 1, #info, 2 do
      if info[i] == 'last-generated-id' then epoch = string.match(info[i + 1], '^%d+') end
    end
    redis.call('XADD', key, epoch .. '-*', unpack(args))
  end
end

local function picked(digests, places)
  if digests == '' then return '' end
  local out = {}
  for k, i in ipairs(places) do out[k] = string.sub(digests, (i - 1) * DIGEST + 1, i * DIGEST) end
  return table.concat(out)
end

local function numbers_key(tag, owner) return tag .. ':u:o:' .. owner end

-- The item's number among the owner's, from 1; where it has none, the next.
local function number_of(tag, owner, item)
  local key = numbers_key(tag, owner)
  return tonumber(redis.call('HGET', key, item) or redis.call('HLEN', key) + 1)
end

-- n2_admit: creates records.
-- ARGV kind, stage, wait, ids, revs, states, bodies. Answers letters ('d' created, 'x' exists or twice in the call)
-- and the pack. One HMGET and one HSET of the index, one HSET of the columns. Refused when memory is short; under its
-- other name, n2_admit_owed, it is not: for records that follow from one that was accepted.
-- With owner and number it creates one record and numbers it among the owner's, both or neither: 's' where another
-- number is its own, or the next (see n2_number). Where it is to be logged also who, digests and epoch as in n2_advance;
-- owner and number are then empty where it is not numbered.
local function admit(keys, args)
  local tag, kind, to, wait = keys[1], args[1], args[2], tonumber(args[3])
  local ids, revs, states, bodies = args[4], args[5], args[6], args[7]
  local base = tag .. ':' .. kind
  local list = cut(ids, ID)
  local have = names_of(base, list)
  local letters, seen, fresh = {}, {}, {}
  for i = 1, #list do
    if have[i] or seen[list[i]] then
      letters[i] = 'x'
    else
      letters[i] = 'd'
      seen[list[i]] = true
      fresh[#fresh + 1] = i
    end
  end
  if #fresh == 0 then return { table.concat(letters), '' } end
  if (args[8] or '') ~= '' then
    if number_of(tag, args[8], ids) ~= tonumber(args[9]) then return { 's', '' } end
    redis.call('HSET', numbers_key(tag, args[8]), ids, args[9])
  end
  local p = { ids = ids, revs = revs, stage = to, states = states, bodies = bodies, n = #list, list = list }
  if #fresh < #list then p = part_of(p, fresh) end
  local name = write_pack(tag, base, p, wait)
  point_index(base, p.list, name)
  tally(base, to, p.n, p.list)
  note(tag, args[10], args[12], kind, '0', to, p.ids, '', p.revs, p.states, picked(args[11] or '', fresh))
  return { table.concat(letters), name }
end

-- n2_advance: moves records from a stage to another where stage and rev are the expected ones.
-- ARGV kind, from, to, wait, pack, ids, expected, revs, states, 'k' keep | 'r' replace, bodies; where it is to be logged
-- also who, digests and the caller's epoch. Answers letters
-- ('d' done, 's' stale, 'r' no such id) and the pack. A whole pack: constant work. Otherwise the records part.
local function advance(keys, args)
  local tag, kind, from, to, wait, pack = keys[1], args[1], args[2], args[3], tonumber(args[4]), args[5]
  local ids, expected, revs, states = args[6], args[7], args[8], args[9]
  local replace, bodies = args[10] == 'r', args[11]
  local base = tag .. ':' .. kind
  local pk = base .. ':p'
  local n = #ids / ID

  if pack == '' then pack = names_of(base, { string.sub(ids, 1, ID) })[1] or '' end
  if pack ~= '' then
    local f = redis.call('HMGET', pk, pack .. 'i', pack .. 'r', pack .. 'g', pack .. 't', pack .. 'a', pack .. 'z')
    if f[1] == ids and f[2] == expected and f[3] == from and not f[4] and not f[6] then
      if replace then
        redis.call('HSET', pk, pack .. 'r', revs, pack .. 'g', to, pack .. 's', states, pack .. 'b', bodies)
      else
        redis.call('HSET', pk, pack .. 'r', revs, pack .. 'g', to, pack .. 's', states)
      end
      if f[5] then redis.call('HDEL', pk, pack .. 'a') end
      if from ~= to or wait < 0 then redis.call('ZREM', due_key(base, from), pack) end
      set_due(base, to, pack, wait)
      if from ~= to then
        local list = in_groups(base) and cut(ids, ID)
        tally(base, from, -n, list)
        tally(base, to, n, list)
      end
      note(tag, args[12], args[14], kind, from, to, ids, expected, revs, states, args[13])
      return { string.rep('d', n), pack }
    end
  end

  local list = cut(ids, ID)
  local places = locate(base, list)
  local letters, seen, leaving = {}, {}, {}
  local new = { ids = {}, revs = {}, states = {}, bodies = {}, before = {}, places = {} }
  local count = 0
  for i = 1, n do
    local at = places[i]
    if not at then
      letters[i] = 'r'
    else
      local p, k = at[1], at[2]
      if p.stage == from and not seen[list[i]]
        and string.sub(p.revs, (k - 1) * REV + 1, k * REV) == string.sub(expected, (i - 1) * REV + 1, i * REV) then
        letters[i] = 'd'
        seen[list[i]] = true
        count = count + 1
        new.ids[count] = list[i]
        new.revs[count] = string.sub(revs, (i - 1) * REV + 1, i * REV)
        new.before[count] = string.sub(expected, (i - 1) * REV + 1, i * REV)
        new.places[count] = i
        new.states[count] = cell(states, n, i)
        new.bodies[count] = replace and cell(bodies, n, i) or cell(p.bodies, p.n, k)
        leaving[p] = leaving[p] or {}
        table.insert(leaving[p], k)
      else
        letters[i] = 's'
      end
    end
  end
  if count == 0 then return { table.concat(letters), '' } end
  for p, out in pairs(leaving) do take_out(base, p, out) end
  local p = { ids = table.concat(new.ids), revs = table.concat(new.revs), stage = to, states = column(new.states),
    bodies = column(new.bodies) }
  local name = write_pack(tag, base, p, wait)
  point_index(base, new.ids, name)
  tally(base, from, -count, new.ids)
  tally(base, to, count, new.ids)
  if args[12] then
    note(tag, args[12], args[14], kind, from, to, p.ids, table.concat(new.before), p.revs, p.states, picked(args[13], new.places))
  end
  return { table.concat(letters), name }
end

-- n2_apply: tells a target. The first 16 bytes of a state are the source's rev; the highest seen stays.
-- ARGV kind, stage, wait, ids, revs, states, bodies; who, digests and epoch as in n2_advance. Answers letters ('d' applied, 'k' the same as before, 'l' a newer
-- one is here, 'a' same number but other content) and the pack.
local function apply(keys, args)
  local tag, kind, to, wait = keys[1], args[1], args[2], tonumber(args[3])
  local ids, revs, states, bodies = args[4], args[5], args[6], args[7]
  local base = tag .. ':' .. kind
  local list = cut(ids, ID)
  local n = #list
  local names = names_of(base, list)
  local known, seen = false, {}
  for i = 1, n do
    if names[i] or seen[list[i]] then known = true end
    seen[list[i]] = true
  end
  if not known then
    local name = write_pack(tag, base, { ids = ids, revs = revs, stage = to, states = states, bodies = bodies }, wait)
    point_index(base, list, name)
    tally(base, to, n, list)
    note(tag, args[8], args[10], kind, '0', to, ids, '', revs, states, args[9])
    return { string.rep('d', n), name }
  end

  local places = locate(base, list)
  local letters, leaving, went = {}, {}, {}
  local new = { ids = {}, revs = {}, states = {}, bodies = {}, places = {} }
  local count = 0
  local done = {}
  for i = 1, n do
    local at = places[i]
    local state = cell(states, n, i)
    local letter = 'd'
    if done[list[i]] then
      letter = 'l'
    elseif at then
      local old = cell(at[1].states, at[1].n, at[2])
      local oe, on = struct.unpack('>I4I4', old)
      local ne, nn = struct.unpack('>I4I4', state)
      if ne == oe and nn == on then
        letter = string.sub(old, 1, REV) == string.sub(state, 1, REV) and 'k' or 'a'
      elseif ne < oe or (ne == oe and nn < on) then
        letter = 'l'
      end
    end
    letters[i] = letter
    if letter == 'd' then
      done[list[i]] = true
      count = count + 1
      new.ids[count] = list[i]
      new.revs[count] = string.sub(revs, (i - 1) * REV + 1, i * REV)
      new.places[count] = i
      new.states[count] = state
      new.bodies[count] = cell(bodies, n, i)
      if at then
        leaving[at[1]] = leaving[at[1]] or {}
        table.insert(leaving[at[1]], at[2])
        went[at[1].stage] = went[at[1].stage] or {}
        table.insert(went[at[1].stage], list[i])
      end
    end
  end
  if count == 0 then return { table.concat(letters), '' } end
  for p, out in pairs(leaving) do take_out(base, p, out) end
  local p = { ids = table.concat(new.ids), revs = table.concat(new.revs), stage = to, states = column(new.states),
    bodies = column(new.bodies) }
  local name = write_pack(tag, base, p, wait)
  point_index(base, new.ids, name)
  for stage, left in pairs(went) do tally(base, stage, -#left, left) end
  tally(base, to, count, new.ids)
  if args[8] then
    note(tag, args[8], args[10], kind, '0', to, p.ids, '', p.revs, p.states, picked(args[9], new.places))
  end
  return { table.concat(letters), name }
end

-- Splits pack p into packs of `size`, each handed out `attempts` times so far, but 0 where a record is alone: from here
-- on it counts for itself. Answers their names in order.
local function split(tag, base, p, size, attempts)
  local places = here(p)
  local parts = {}
  for first = 1, #places, size do
    local chunk = {}
    for k = first, math.min(first + size - 1, #places) do chunk[#chunk + 1] = places[k] end
    local part = part_of(p, chunk)
    part.attempts = #chunk == 1 and 0 or attempts
    parts[#parts + 1] = part
  end
  local names = {}
  for k, part in ipairs(parts) do
    names[k] = write_pack(tag, base, part, 0)
    point_index(base, part.list, names[k])
  end
  drop_pack(base, p)
  return names
end

-- n2_take: hands out due records and moves their due time.
-- ARGV kind, stage, room, lease, longest wait. Answers packs {name, attempts, ids, revs, states, bodies}. A pack that
-- came back twice without progress is handed out in tenths: 200, 20, 2, 1; only a record alone counts attempts of its
-- own. What is due later than the longest wait (0 or absent: not known) is of before the clock was set back: due now.
local function take(keys, args)
  local tag, kind, stage, room, lease = keys[1], args[1], args[2], tonumber(args[3]), tonumber(args[4])
  local base = tag .. ':' .. kind
  local dk = due_key(base, stage)
  local now = now_ms()
  local out = {}
  local names = redis.call('ZRANGEBYSCORE', dk, '-inf', now, 'LIMIT', 0, 64)
  local longest = tonumber(args[5] or '0')
  if longest > 0 and #names < 64 then
    local late = redis.call('ZRANGEBYSCORE', dk, '(' .. now + longest, '+inf', 'LIMIT', 0, 64 - #names)
    for i = 1, #late do names[#names + 1] = late[i] end
  end
  local k = 1
  while names[k] and room > 0 do
    local p = read_pack(base, names[k])
    if not p then
      redis.call('ZREM', dk, names[k])
    else
      local live = here(p)
      local size = #live
      local worn = p.attempts >= 2 and size > 1
      if worn then size = math.max(1, math.floor(size / 10)) end
      if size > room then
        if #out > 0 then break end
        size = room
      end
      if size < #live then
        local parts = split(tag, base, p, size, worn and 1 or p.attempts)
        for j = #parts, 1, -1 do table.insert(names, k + 1, parts[j]) end
      else
        if #live < p.n then
          local q = part_of(p, live)
          redis.call('HSET', base .. ':p', p.name .. 'i', q.ids, p.name .. 'r', q.revs, p.name .. 's', q.states, p.name .. 'b', q.bodies)
          redis.call('HDEL', base .. ':p', p.name .. 't')
          p.ids, p.revs, p.states, p.bodies = q.ids, q.revs, q.states, q.bodies
        end
        redis.call('HSET', base .. ':p', p.name .. 'a', p.attempts + 1)
        redis.call('ZADD', dk, now + lease, p.name)
        room = room - #live
        out[#out + 1] = { p.name, p.attempts + 1, p.ids, p.revs, p.states, p.bodies }
      end
    end
    k = k + 1
  end
  return out
end

-- n2_walk: hands out packs of a stage in the order of their names, due or not but not parked, and changes nothing. One
-- call looks at a limited number of names. ARGV kind, stage, room, name to begin after ('' = from the first).
-- Answers {last name looked at, 1 if none comes after it, packs as in take}.
local function walk(keys, args)
  local base, stage, room = keys[1] .. ':' .. args[1], args[2], tonumber(args[3])
  local at = #args[4] == 8 and struct.unpack('>I8', args[4]) or 0
  local last = tonumber(redis.call('GET', keys[1] .. ':ctr') or '0')
  local stop = math.min(last, at + 2000)
  local out = {}
  while at < stop and room > 0 do
    local names, fields = {}, {}
    for k = 1, math.min(250, stop - at) do
      names[k] = struct.pack('>I8', at + k)
      fields[2 * k - 1], fields[2 * k] = names[k] .. 'g', names[k] .. 'z'
    end
    local f = redis.call('HMGET', base .. ':p', unpack(fields))
    for k = 1, #names do
      if f[2 * k - 1] == stage and not f[2 * k] then
        local p = read_pack(base, names[k])
        local live = here(p)
        if #out > 0 and #live > room then
          room = 0
          break
        end
        if #live < p.n then
          local q = part_of(p, live)
          p.ids, p.revs, p.states, p.bodies = q.ids, q.revs, q.states, q.bodies
        end
        out[#out + 1] = { p.name, p.attempts, p.ids, p.revs, p.states, p.bodies }
        room = room - #live
      end
      at = at + 1
      if room <= 0 then break end
    end
  end
  return { struct.pack('>I8', at), at >= last and 1 or 0, out }
end

-- n2_defer: moves a pack's due time. ARGV kind, stage, pack, wait, change of attempts. Answers 1, or 0 if the pack is
-- no longer there.
local function defer(keys, args)
  local base = keys[1] .. ':' .. args[1]
  local stage, pack, wait = args[2], args[3], tonumber(args[4])
  local f = redis.call('HMGET', base .. ':p', pack .. 'g', pack .. 'a', pack .. 'z')
  if f[1] ~= stage or f[3] then return 0 end
  redis.call('HSET', base .. ':p', pack .. 'a', math.max(0, tonumber(f[2] or '0') + tonumber(args[5])))
  if wait < 0 then redis.call('ZREM', due_key(base, stage), pack) end
  set_due(base, stage, pack, wait)
  return 1
end

-- n2_park: sets records aside at their stage. ARGV kind, stage, ids, expected revs, reason. Answers letters ('d', 's' stale
-- or twice in the call, 'r') and the pack.
local function park(keys, args)
  local tag, base, stage = keys[1], keys[1] .. ':' .. args[1], args[2]
  local list = cut(args[3], ID)
  local places = locate(base, list)
  local letters, seen, new, leaving = {}, {}, {}, {}
  for i = 1, #list do
    local at = places[i]
    letters[i] = 'r'
    if at then
      local p, k = at[1], at[2]
      letters[i] = 's'
      if p.stage == stage and not seen[list[i]]
        and string.sub(p.revs, (k - 1) * REV + 1, k * REV) == string.sub(args[4], (i - 1) * REV + 1, i * REV) then
        letters[i] = 'd'
        seen[list[i]] = true
        new[#new + 1] = part_of(p, { k })
        leaving[p] = leaving[p] or {}
        table.insert(leaving[p], k)
      end
    end
  end
  for p, out in pairs(leaving) do take_out(base, p, out) end
  local name = ''
  for _, part in ipairs(new) do
    name = write_pack(tag, base, part, -1)
    redis.call('HSET', base .. ':p', name .. 'z', args[5])
    redis.call('ZADD', base .. ':z', now_ms(), name)
    point_index(base, part.list, name)
  end
  return { table.concat(letters), name }
end

-- n2_replay: makes at most ARGV room parked packs due again, attempts forgotten. ARGV kind, room. Answers how many.
local function replay(keys, args)
  local base = keys[1] .. ':' .. args[1]
  local names = redis.call('ZRANGE', base .. ':z', 0, tonumber(args[2]) - 1)
  for _, name in ipairs(names) do
    local stage = redis.call('HGET', base .. ':p', name .. 'g')
    redis.call('ZREM', base .. ':z', name)
    if stage then
      redis.call('HDEL', base .. ':p', name .. 'a', name .. 'z')
      set_due(base, stage, name, 0)
    end
  end
  return #names
end

-- n2_read: ARGV kind, ids. Answers per id {stage, rev, state, body} or false.
local function read(keys, args)
  local places = locate(keys[1] .. ':' .. args[1], cut(args[2], ID))
  local out = {}
  for i = 1, #args[2] / ID do
    local at = places[i]
    if at then
      local p, k = at[1], at[2]
      out[i] = { p.stage, string.sub(p.revs, (k - 1) * REV + 1, k * REV), cell(p.states, p.n, k), cell(p.bodies, p.n, k) }
    else
      out[i] = false
    end
  end
  return out
end

-- n2_mark: keeps per row of an upload the outcome with the highest (epoch, n).
-- ARGV upload, rows (u32 each, from 0), marks (of one width; u32 epoch and u32 n first). Answers letters ('d', 'k' same, 'l' late) and the
-- number of rows that have a mark. <tag>:u:w:<upload> is one string, a mark a row; <tag>:u:f counts.
local function mark(keys, args)
  local key, counts = keys[1] .. ':u:w:' .. args[1], keys[1] .. ':u:f'
  local rows, marks = args[2], args[3]
  local MARK = #marks / (#rows / 4)
  local n = #rows / 4
  local first, last = struct.unpack('>I4', rows), struct.unpack('>I4', rows, 4 * n - 3)
  if last >= first and last - first < 2 * n then
    -- Rising rows close together of which none has a mark yet: one read and one write.
    local old = redis.call('GETRANGE', key, first * MARK, (last + 1) * MARK - 1)
    if old == string.rep('\0', #old) then
      local pieces, at, rising = {}, first, true
      for i = 1, n do
        local row = struct.unpack('>I4', rows, 4 * i - 3)
        if row < at then
          rising = false
          break
        end
        if row > at then pieces[#pieces + 1] = string.rep('\0', (row - at) * MARK) end
        pieces[#pieces + 1] = string.sub(marks, (i - 1) * MARK + 1, i * MARK)
        at = row + 1
      end
      if rising then
        redis.call('SETRANGE', key, first * MARK, table.concat(pieces))
        return { string.rep('d', n), redis.call('HINCRBY', counts, args[1], n) }
      end
    end
  end
  local letters, fresh = {}, 0
  for i = 1, #rows / 4 do
    local row = struct.unpack('>I4', rows, 4 * i - 3)
    local new = string.sub(marks, (i - 1) * MARK + 1, i * MARK)
    local old = redis.call('GETRANGE', key, row * MARK, row * MARK + MARK - 1)
    local oe, on = 0, 0
    if #old == MARK then oe, on = struct.unpack('>I4I4', old) end
    local ne, nn = struct.unpack('>I4I4', new)
    if old == new then
      letters[i] = 'k'
    elseif ne < oe or (ne == oe and nn < on) then
      letters[i] = 'l'
    else
      if on == 0 then fresh = fresh + 1 end
      redis.call('SETRANGE', key, row * MARK, new)
      letters[i] = 'd'
    end
  end
  local filled = 0
  if fresh > 0 then
    filled = redis.call('HINCRBY', counts, args[1], fresh)
  else
    filled = tonumber(redis.call('HGET', counts, args[1]) or '0')
  end
  return { table.concat(letters), filled }
end

-- n2_number: ARGV owner, item, 'l' = only look. Answers the item's number among the owner's, or the next. Programs before
-- generation 4 do not look: they have it given to an item whose record they create afterwards.
local function number(keys, args)
  local n = number_of(keys[1], args[1], args[2])
  if args[3] ~= 'l' then redis.call('HSET', numbers_key(keys[1], args[1]), args[2], n) end
  return n
end

-- n2_count: ARGV kind, then stages. Answers {counts by stage as HGETALL, parked, now, {oldest due per stage named}}.
local function count(keys, args)
  local base = keys[1] .. ':' .. args[1]
  local oldest = {}
  for i = 2, #args do
    local first = redis.call('ZRANGE', due_key(base, args[i]), 0, 0, 'WITHSCORES')
    oldest[i - 1] = first[2] or ''
  end
  return { redis.call('HGETALL', base .. ':n'), redis.call('ZCARD', base .. ':z'), tostring(now_ms()), oldest }
end

-- n2_count_groups: how many places each group has at each stage: ARGV kind. Answers {group and stage, count, ...}.
local function count_groups(keys, args) return redis.call('HGETALL', keys[1] .. ':' .. args[1] .. ':x') end

-- n2_list: the places of a group, in no order. ARGV kind, group, cursor, about how many. Answers as HSCAN.
local function list_group(keys, args)
  return redis.call('HSCAN', keys[1] .. ':' .. args[1] .. ':x:' .. args[2], args[3], 'COUNT', args[4])
end

-- n2_trim_log: drops the log up to and with ARGV epoch, n. For the notary, which has that on disk.
local function trim_log(keys, args)
  return redis.call('XTRIM', keys[1] .. ':log', 'MINID', args[1] .. '-' .. args[2] + 1)
end

-- n2_put_fact: KEYS[1] is the fact's key. ARGV value. As SET, but not refused when memory is short: what was accepted is
-- told in documents, which are facts.
local function put_fact(keys, args) return redis.call('SET', keys[1], args[1]) end

-- `most`: arguments it knows.
local function register(name, callback, most, flags)
  redis.register_function{ function_name = name, flags = flags, callback = function(keys, args)
    if #args > most then return redis.error_reply('NEWER the loaded ' .. name .. ' is older than the program that calls it') end
    return callback(keys, args)
  end }
end

local OOM = { 'allow-oom' }
register('n2_admit', admit, 12, {})
register('n2_admit_owed', admit, 12, OOM)
register('n2_advance', advance, 14, OOM)
register('n2_apply', apply, 10, OOM)
register('n2_take', take, 5, OOM)
register('n2_defer', defer, 5, OOM)
register('n2_park', park, 5, OOM)
register('n2_replay', replay, 2, OOM)
register('n2_mark', mark, 3, OOM)
register('n2_trim_log', trim_log, 2, OOM)
register('n2_number', number, 3, {})
register('n2_put_fact', put_fact, 1, OOM)
register('n2_walk', walk, 4, { 'no-writes' })
register('n2_read', read, 2, { 'no-writes' })
register('n2_count', count, 256, { 'no-writes' })
register('n2_count_groups', count_groups, 1, { 'no-writes' })
register('n2_list', list_group, 4, { 'no-writes' })
