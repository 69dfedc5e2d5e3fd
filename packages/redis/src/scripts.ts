import { type Script, script } from './script.ts';

/** When the time of the scripts begins, in milliseconds since 1970: the start of 2026, so that ticks stay whole. */
export const EPOCH_MS = 1_767_225_600_000;

/** Sets `now`. The server's clock decides, so that the clocks of many processes need not agree. */
const SERVER_CLOCK = `local time = redis.call('TIME')
local now = (time[1] - ${EPOCH_MS / 1000}) * 1000 + math.floor(time[2] / 1000)`;

// The scripts repeat gcra.ts and fixed-window.ts of @statuskit/core: what is read, when a cost fits, and what a refund returns. All
// else is worked out there, from the reply. test/setup/store-contract.ts compares both with one exact reference.
//
// The value of a key is one number per policy with a rate, the tick at which the key owes nothing, and two per fixed window: its
// end, and its count. Packed doubles are exact up to 2^53 and take less space than text. No key means no debt.
//
// Arguments are the cost, the length of the value, then three numbers per policy. With a rate: ticks in a millisecond, ticks that a
// unit costs, the most that may be owed. A fixed window: 0 if it begins with its first hit, -1 if at a multiple of its length since
// 1970; its length; its quota.

// A value that these scripts did not write does not fail the call: a value of another length is ignored, and a number that is not
// finite, whole and in range is clamped.
const RAW = `local raw = redis.call('GET', KEYS[1])
if raw and #raw ~= tonumber(ARGV[2]) then raw = false end`;

// A clock that was set back, or the clock of a replica that has taken over, locks nobody out for longer than a full debt takes. A
// refusal writes that down, or the next request would find more than a full debt again. (`not (a >= b)` is true for NaN too.)
const DEBT = `local debt = 0
    if raw then
      debt, at = struct.unpack('<d', raw, at)
      debt = debt - now * rate
      if not (debt >= 0) then debt = 0 elseif debt > most then debt, wasBack = most, true end
      debt = math.floor(debt)
    end`;

const WINDOW = `local fresh, last, count = now + size, 0, 0
    if rate < 0 then fresh = fresh - (now + ${EPOCH_MS}) % size end
    if raw then
      last, count, at = struct.unpack('<dd', raw, at)
      if not (last > now and count >= 0) then count = 0 elseif count > most then count, wasBack = most, true end
      count = math.floor(count)
    end
    if count == 0 then last = fresh elseif last > fresh then last, wasBack = fresh, true end
    last = math.ceil(last)`;

/** The scripts of a store. */
export interface Scripts {
  /**
   * Spends under all policies or under none. Reply: 1 or 0, the time, then what was owed before: ticks, or a window's count and how
   * long it lasts.
   */
  readonly take: Script;
  /** Returns a debit as far as time has not. In the third place of each policy is the debit. */
  readonly refund: Script;
  readonly forget: Script;
}

/** What only tests replace. */
export interface ScriptParts {
  /** A statement that sets `now`. */
  readonly clock?: string | undefined;
  /** Milliseconds that a key outlives its debt: to go too early would forgive some, and a key without debt is as good as none. */
  readonly spareMs?: number | undefined;
}

/** Returns the scripts. */
export function scripts({ clock = SERVER_CLOCK, spareMs = 10 }: ScriptParts = {}): Scripts {
  const set = `redis.call('SET', KEYS[1], bits, 'PX', math.ceil(ttl) + ${spareMs})`;
  return {
    take: script(`${clock}
${RAW}
local pack, cost, at, ttl, bits = struct.pack, tonumber(ARGV[1]), 1, 0, ''
local reply, n, wasBack = {1, now}, 2, false
for i = 3, #ARGV, 3 do
  local rate, size, most = tonumber(ARGV[i]), tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  if rate > 0 then
    ${DEBT}
    n = n + 1
    reply[n] = debt
    debt = debt + cost * size
    if debt > most then reply[1] = 0 end
    bits = bits .. pack('<d', now * rate + debt)
    if debt > ttl * rate then ttl = debt / rate end
  else
    ${WINDOW}
    n = n + 2
    reply[n - 1], reply[n] = count, last - now
    count = count + cost
    if count > most then reply[1] = 0 end
    bits = bits .. pack('<dd', last, count)
    if last - now > ttl then ttl = last - now end
  end
end
if cost == 0 then
  reply[1] = 1
  return reply
end
if reply[1] == 0 then
  if not wasBack then return reply end
  bits, ttl, n = '', 0, 2
  for i = 3, #ARGV, 3 do
    local rate = tonumber(ARGV[i])
    if rate > 0 then
      n = n + 1
      bits = bits .. pack('<d', now * rate + reply[n])
      ttl = math.max(ttl, reply[n] / rate)
    else
      n = n + 2
      bits = bits .. pack('<dd', now + reply[n], reply[n - 1])
      ttl = math.max(ttl, reply[n])
    end
  end
end
${set}
return reply`),

    refund: script(`${clock}
${RAW}
if not raw then return 0 end
local cost, at, ttl, bits = tonumber(ARGV[1]), 1, 0, ''
for i = 3, #ARGV, 3 do
  local rate, size, debit = tonumber(ARGV[i]), tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  if rate > 0 then
    local free
    free, at = struct.unpack('<d', raw, at)
    if not (free >= now * rate) then free = now * rate end
    local left = math.min(cost * size, debit - now * rate)
    if left > 0 then free = math.max(free - left, now * rate) end
    bits = bits .. struct.pack('<d', free)
    ttl = math.max(ttl, free / rate - now)
  else
    local last, count
    last, count, at = struct.unpack('<dd', raw, at)
    if not (count >= 0) then count = 0 end
    if last == debit and last > now then count = math.max(count - cost, 0) end
    bits = bits .. struct.pack('<dd', last, count)
    if count > 0 then ttl = math.max(ttl, last - now) end
  end
end
if ttl > 0 and ttl < 1e15 then ${set} elseif not (ttl > 0) then redis.call('DEL', KEYS[1]) end
return 1`),

    forget: script(`return redis.call('DEL', KEYS[1])`),
  };
}
