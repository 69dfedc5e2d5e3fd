import { type Script, script } from './script.ts';

/** When the time of the scripts begins, in milliseconds since 1970: the start of 2026, so that ticks stay whole. */
export const EPOCH_MS = 1_767_225_600_000;

/** Sets `now`. The server's clock decides, so that those of many processes need not agree. */
const SERVER_CLOCK = `local time = redis.call('TIME')
local now = (time[1] - ${EPOCH_MS / 1000}) * 1000 + math.floor(time[2] / 1000)`;

// Stored is one number for each policy with a rate, the tick at which the key will owe nothing any more, and two for each
// fixed window: its end, and its count. Packed doubles are exact up to 2^53 and cost less than text. No key, no debt.
//
// A policy is three arguments. With a rate: ticks in a millisecond, ticks that a unit costs, the most that may be owed.
// A fixed window: 0 where it begins with its first hit, -1 where at a multiple of its length since 1970; length; quota.

// A clock that was set back, or that of a replica which has taken over, locks nobody out for longer than a full debt. A
// refusal writes that down, or it would find more than a full debt the next time too.
const DEBT = `local debt = 0
    if raw then
      debt, at = struct.unpack('<d', raw, at)
      debt = debt - now * rate
      if debt < 0 then debt = 0 elseif debt > most then debt, wasBack = most, true end
    end`;

const WINDOW = `local fresh, last, count = now + size, 0, 0
    if rate < 0 then fresh = fresh - (now + ${EPOCH_MS}) % size end
    if raw then
      last, count, at = struct.unpack('<dd', raw, at)
      if last <= now then count = 0 end
    end
    if count == 0 then last = fresh elseif last > fresh then last, wasBack = fresh, true end`;

/** The scripts of a store. */
export interface Scripts {
  /**
   * Spends from all policies or from none. Arguments: the cost, then each policy. Reply: 1 or 0, the time, then what was
   * owed before: ticks, or a window's count and how long it lasts.
   */
  readonly take: Script;
  /** Gives a debit back, as far as time has not. Arguments: the cost, then each policy with the debit in the third place. */
  readonly refund: Script;
  readonly forget: Script;
}

/** What nothing but a test replaces. */
export interface ScriptParts {
  /** A statement that sets `now`. */
  readonly clock?: string | undefined;
  /** Milliseconds that a key outlives its debt: to go too early would forgive some, and a key without debt is as good as none. */
  readonly spareMs?: number | undefined;
}

/** Makes the scripts. */
export function scripts({ clock = SERVER_CLOCK, spareMs = 10 }: ScriptParts = {}): Scripts {
  const set = `redis.call('SET', KEYS[1], bits, 'PX', math.ceil(ttl) + ${spareMs})`;
  return {
    take: script(`${clock}
local raw = redis.call('GET', KEYS[1])
local pack, cost, at, ttl, bits = struct.pack, tonumber(ARGV[1]), 1, 0, ''
local reply, n, wasBack = {1, now}, 2, false
for i = 2, #ARGV, 3 do
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
if cost > 0 and reply[1] == 0 and wasBack then
  bits, ttl, n = '', 0, 2
  for i = 2, #ARGV, 3 do
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
elseif cost == 0 or reply[1] == 0 then
  return reply
end
${set}
return reply`),

    refund: script(`${clock}
local raw = redis.call('GET', KEYS[1])
if not raw then return 0 end
local cost, at, ttl, bits = tonumber(ARGV[1]), 1, 0, ''
for i = 2, #ARGV, 3 do
  local rate, size, debit = tonumber(ARGV[i]), tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  if rate > 0 then
    local free
    free, at = struct.unpack('<d', raw, at)
    local left = math.min(cost * size, debit - now * rate)
    if left > 0 then free = math.max(free - left, now * rate) end
    bits = bits .. struct.pack('<d', free)
    ttl = math.max(ttl, free / rate - now)
  else
    local last, count
    last, count, at = struct.unpack('<dd', raw, at)
    if last == debit and last > now then count = math.max(count - cost, 0) end
    bits = bits .. struct.pack('<dd', last, count)
    if count > 0 then ttl = math.max(ttl, last - now) end
  end
end
if ttl > 0 then ${set} else redis.call('DEL', KEYS[1]) end
return 1`),

    forget: script(`return redis.call('DEL', KEYS[1])`),
  };
}
