import { createHash } from 'node:crypto';
import { allowOneOf, expected, requireInteger, requireObject } from '../arguments.ts';
import { formatStructuredString } from '../fields/structured-list.ts';
import { lowerQuota, type RateAlgorithm, type Ticks, ticksOf } from './ticks.ts';

/** How many units a key may spend in what time. */
export interface RatePolicy {
  /**
   * Name of the policy in fields and problem documents: 1 to 64 characters of printable ASCII. Choose a stable id that does
   * not depend on the numbers.
   */
  readonly name: string;
  /**
   * Units per window, an integer. A quota of 0 blocks: every request that costs anything receives a 429 without Retry-After.
   */
  readonly quota: number;
  /** Length of the window in seconds: a multiple of 0.001, at most ten years. */
  readonly windowSeconds: number;
  /**
   * Units that may be spent in one instant. Default: the quota; for `'strict'` half of it, rounded up. A fixed window has no
   * burst.
   */
  readonly burst?: number | undefined;
  /**
   * `'gcra'` refills steadily. `'fixed-window'` counts, and starts again when the window ends. `'strict'` refills steadily and
   * never admits more than the quota in any window of this length, wherever it begins. Default: `'gcra'`.
   */
  readonly algorithm?: RateAlgorithm | undefined;
  /**
   * When a fixed window begins: with the first request, or at a multiple of its length since 1970 UTC. Default:
   * `'first-hit'`.
   */
  readonly align?: 'first-hit' | 'epoch' | undefined;
  /** What is counted: `'requests'`, `'content-bytes'` or your own word. Default: `'requests'`. */
  readonly unit?: string | undefined;
}

/** A policy that has been checked, with the whole numbers in which stores calculate. */
export interface CheckedPolicy extends Ticks {
  readonly name: string;
  readonly quota: number;
  readonly windowSeconds: number;
  readonly burst: number;
  readonly algorithm: RateAlgorithm;
  readonly align: 'first-hit' | 'epoch';
  readonly unit: string;
  /** The name as a structured field writes it, in quotes. */
  readonly quotedName: string;
  /** The member of RateLimit-Policy, as draft-ietf-httpapi-ratelimit-headers-11 writes it. */
  readonly member: string;
  /** Differs between policies that differ in anything that matters to a store. */
  readonly id: string;
  readonly windowMs: number;
}

/** Policies that are decided together. */
export interface PolicySet {
  readonly policies: readonly CheckedPolicy[];
  /** Identifies the set for stores that keep it under one key: short, without spaces, the same in every process. */
  readonly id: string;
}

const TEN_YEARS_SECONDS = 315_360_000;

function requireText(name: string, value: unknown): string {
  const fits = typeof value === 'string' && value !== '' && value.length <= 64;
  if (fits && formatStructuredString(value) !== undefined) return value;
  throw new TypeError(expected(name, '1 to 64 characters of printable ASCII', value));
}

function windowMsOf(name: string, seconds: unknown): number {
  if (typeof seconds === 'number' && seconds <= TEN_YEARS_SECONDS) {
    const ms = Math.round(seconds * 1000);
    if (ms >= 1 && Math.abs(seconds * 1000 - ms) < 1e-4) return ms; // 1.1 * 1000 is 1100.0000000000002
  }
  const what = `a positive number of seconds in whole milliseconds, at most ${TEN_YEARS_SECONDS}`;
  throw new RangeError(expected(name, what, seconds));
}

function burstOf(name: string, given: unknown, quota: number, algorithm: RateAlgorithm): number {
  if (quota === 0) return 0; // blocked, whatever the burst
  if (algorithm === 'fixed-window') {
    if (given !== undefined && given !== quota)
      throw new TypeError(expected(name, 'none, since a fixed window has only its quota', given));
    return quota;
  }
  if (algorithm === 'gcra') return given === undefined ? quota : requireInteger(name, given, { least: 1 });
  // What the burst takes is missing from the rate, so that both together are the quota.
  if (given === undefined) return Math.ceil(quota / 2);
  return requireInteger(name, given, { least: 1, most: Math.max(1, quota - 1) });
}

function memberOf(quotedName: string, quota: number, windowSeconds: number, unit: string): string {
  const counted = unit === 'requests' ? '' : `;qu=${formatStructuredString(unit)}`;
  return `${quotedName};q=${quota}${counted};w=${Math.ceil(windowSeconds)}`;
}

function check(given: RatePolicy, at: number): CheckedPolicy {
  requireObject(`policies[${at}]`, given, '{ name, quota, windowSeconds }');
  const name = requireText(`policies[${at}].name`, given.name);
  const what = `policy '${name}'`;
  const quota = requireInteger(`${what}: quota`, given.quota, { most: 999_999_999_999_999 });
  const windowMs = windowMsOf(`${what}: windowSeconds`, given.windowSeconds);
  allowOneOf(`${what}: algorithm`, given.algorithm, ['gcra', 'fixed-window', 'strict']);
  allowOneOf(`${what}: align`, given.align, ['first-hit', 'epoch']);
  const { algorithm = 'gcra', align = 'first-hit' } = given;
  if (given.align !== undefined && algorithm !== 'fixed-window')
    throw new TypeError(expected(`${what}: align`, "none, unless the algorithm is 'fixed-window'", align));
  const unit = requireText(`${what}: unit`, given.unit ?? 'requests');
  const burst = burstOf(`${what}: burst`, given.burst, quota, algorithm);
  const ticks = ticksOf(algorithm, quota, windowMs, burst);
  if (ticks === undefined) {
    const better = lowerQuota(algorithm, quota, windowMs, burst);
    const advice = better === undefined ? 'use smaller or rounder numbers' : `${better} can`;
    throw new RangeError(
      `${what}: ${quota} in ${given.windowSeconds} s, burst ${burst}, cannot be counted exactly for ten years; ${advice}`,
    );
  }
  const windowSeconds = windowMs / 1000;
  const quotedName = String(formatStructuredString(name)); // has been checked
  return Object.freeze({
    name,
    quota,
    windowSeconds,
    burst,
    algorithm,
    align,
    unit,
    id: JSON.stringify([name, algorithm, quota, windowMs, burst, align]),
    quotedName,
    member: memberOf(quotedName, quota, windowSeconds, unit),
    windowMs,
    ...ticks,
  });
}

const MOST_POLICIES = 16;

const known = new WeakMap<object, PolicySet>();

/**
 * Checks policies that are decided together, and returns them in the form that stores understand. The same array is checked
 * once: keep it instead of making one for each request, and do not change it.
 *
 * @throws {TypeError} If the list is empty or longer than 16, if two policies have one name, or if a property has the wrong
 * type.
 * @throws {RangeError} If a number is out of range, or if the numbers of a policy cannot be counted exactly.
 *
 * @example
 * ```ts
 * const set = policySet([{ name: 'hourly', quota: 1000, windowSeconds: 3600 }]);
 * const answer = new MemoryStore().take('user 7', set, 1, Date.now());
 * ```
 */
export function policySet(policies: readonly RatePolicy[]): PolicySet {
  const before = known.get(policies); // undefined for what is not an object
  if (before !== undefined) return before;
  if (!Array.isArray(policies) || policies.length === 0 || policies.length > MOST_POLICIES)
    throw new TypeError(expected('policies', `a list of 1 to ${MOST_POLICIES} policies`, policies));
  const checked = policies.map(check);
  const names = new Set<string>();
  for (const { name } of checked) {
    if (names.has(name)) throw new TypeError(`policies: expected different names, got '${name}' twice`);
    names.add(name);
  }
  const hash = createHash('sha256').update(checked.map(({ id }) => id).join());
  const set = Object.freeze({
    policies: Object.freeze(checked),
    id: hash.digest('base64url').slice(0, 12),
  });
  known.set(policies, set);
  return set;
}
