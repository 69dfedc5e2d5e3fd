import { createHash } from 'node:crypto';
import { show } from '../arguments.ts';
import { formatStructuredString } from '../fields/structured-list.ts';
import { lowerQuota, ticksOf } from './ticks.ts';

/** What a policy promises; docs/guides/rate-limits.md compares them. */
export type RateAlgorithm = 'gcra' | 'fixed-window' | 'strict';

/** How much a key may do in how long. */
export interface RatePolicy {
  /** Names the policy in fields and problems: a stable id that says nothing of the numbers. Printable ASCII. */
  readonly name: string;
  /** Units for each window; whole. */
  readonly quota: number;
  /** Length of the window: whole milliseconds, up to ten years. */
  readonly windowSeconds: number;
  /**
   * Units that may be spent at once. Default: the quota; for `'strict'` half of it, rounded up. A fixed window has none.
   */
  readonly burst?: number | undefined;
  /**
   * `'gcra'` refills steadily, `'fixed-window'` counts and begins anew, `'strict'` refills steadily and lets no window of
   * this length, wherever it begins, have more than the quota. Default `'gcra'`.
   */
  readonly algorithm?: RateAlgorithm | undefined;
  /** Where a fixed window begins: with the first hit, or at a multiple of its length since 1970 UTC. Default `'first-hit'`. */
  readonly align?: 'first-hit' | 'epoch' | undefined;
  /** What is counted: `'requests'`, `'content-bytes'` or a word of one's own. Default `'requests'`. */
  readonly unit?: string | undefined;
}

/** A policy that has been checked, with the whole numbers that stores calculate with. */
export interface CheckedPolicy {
  readonly name: string;
  readonly quota: number;
  readonly windowSeconds: number;
  readonly burst: number;
  readonly algorithm: RateAlgorithm;
  readonly align: 'first-hit' | 'epoch';
  readonly unit: string;
  /** The name as a structured field writes it, in quotes. */
  readonly quotedName: string;
  /** Its member of RateLimit-Policy, as draft-ietf-httpapi-ratelimit-headers-11 writes it. */
  readonly member: string;
  /** Tells policies apart that differ in anything that matters to a store. */
  readonly id: string;
  readonly windowMs: number;
  /** Ticks in a millisecond, the unit in which debts of `'gcra'` and `'strict'` are whole; 0 for a fixed window. */
  readonly ticksPerMs: number;
  /** What one unit costs: ticks, or 1 in a fixed window. */
  readonly unitCost: number;
  /** The most that a key may owe: ticks, or the quota of a fixed window. */
  readonly capacity: number;
}

/** Policies that are decided together. */
export interface PolicySet {
  readonly policies: readonly CheckedPolicy[];
  /** Names the set, for stores that keep it under one key: short, without blanks, the same in each process. */
  readonly id: string;
}

const TEN_YEARS_SECONDS = 315_360_000;

function requireWhole(value: unknown, least: number, most: number, what: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most)
    return value as number;
  throw new RangeError(`${what}: expected a whole number from ${least} to ${most}, got ${show(value)}`);
}

function requireOneOf<T extends string>(value: unknown, allowed: readonly T[], what: string): T {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw new TypeError(
    `${what}: expected ${allowed.map((one) => `'${one}'`).join(' or ')}, got ${show(value)}`,
  );
}

function requireText(value: unknown, what: string): string {
  const fits = typeof value === 'string' && value !== '' && value.length <= 64;
  if (fits && formatStructuredString(value) !== undefined) return value;
  throw new TypeError(`${what}: expected 1 to 64 characters of printable ASCII, got ${show(value)}`);
}

function windowMsOf(seconds: unknown, what: string): number {
  if (typeof seconds === 'number' && seconds <= TEN_YEARS_SECONDS) {
    const ms = Math.round(seconds * 1000);
    if (ms >= 1 && Math.abs(seconds * 1000 - ms) < 1e-4) return ms; // 1.1 * 1000 is 1100.0000000000002
  }
  throw new RangeError(
    `${what}: expected a positive number of seconds in whole milliseconds, ${TEN_YEARS_SECONDS} at most, got ${show(seconds)}`,
  );
}

function burstOf(given: unknown, quota: number, algorithm: RateAlgorithm, what: string): number {
  if (algorithm === 'fixed-window') {
    if (given !== undefined && given !== quota)
      throw new TypeError(`${what}: a fixed window has no burst beside its quota, got ${show(given)}`);
    return quota;
  }
  if (algorithm === 'gcra')
    return given === undefined ? quota : requireWhole(given, 1, Number.MAX_SAFE_INTEGER, what);
  // What the burst takes is missing from the rate, so that both together are the quota.
  return given === undefined ? Math.ceil(quota / 2) : requireWhole(given, 1, Math.max(1, quota - 1), what);
}

function memberOf(quotedName: string, quota: number, windowSeconds: number, unit: string): string {
  const counted = unit === 'requests' ? '' : `;qu=${formatStructuredString(unit)}`;
  return `${quotedName};q=${quota}${counted};w=${Math.ceil(windowSeconds)}`;
}

function check(given: RatePolicy, at: number): CheckedPolicy {
  const where = `policies[${at}]`;
  if (typeof given !== 'object' || given === null)
    throw new TypeError(`${where}: expected { name, quota, windowSeconds }, got ${show(given)}`);
  const name = requireText(given.name, `${where}.name`);
  const what = `policy '${name}'`;
  const quota = requireWhole(given.quota, 1, 999_999_999_999_999, `${what}: quota`);
  const windowMs = windowMsOf(given.windowSeconds, `${what}: windowSeconds`);
  const algorithm = requireOneOf(
    given.algorithm ?? 'gcra',
    ['gcra', 'fixed-window', 'strict'],
    `${what}: algorithm`,
  );
  const align = requireOneOf(given.align ?? 'first-hit', ['first-hit', 'epoch'], `${what}: align`);
  if (given.align !== undefined && algorithm !== 'fixed-window')
    throw new TypeError(`${what}: align: only a fixed window has a beginning to align`);
  const unit = requireText(given.unit ?? 'requests', `${what}: unit`);
  const burst = burstOf(given.burst, quota, algorithm, `${what}: burst`);
  const ticks = ticksOf(algorithm, quota, windowMs, burst);
  if (ticks === undefined) {
    const better = lowerQuota(algorithm, quota, windowMs, burst);
    const advice = better === undefined ? 'take less, or rounder numbers' : `${better} can`;
    throw new RangeError(
      `${what}: ${quota} in ${given.windowSeconds} s, burst ${burst}, cannot be counted exactly for ten years; ${advice}`,
    );
  }
  const id = JSON.stringify([name, algorithm, quota, windowMs, burst, align]);
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
    id,
    quotedName,
    member: memberOf(quotedName, quota, windowSeconds, unit),
    windowMs,
    ...ticks,
  });
}

const MOST_POLICIES = 16;

const known = new WeakMap<object, PolicySet>();

/**
 * Checks policies that are decided together. The same array is checked once: keep it, rather than making one for each
 * request, and do not change it.
 *
 * Throws a TypeError or a RangeError for a policy of the wrong form, for two of one name, and for one whose numbers could
 * not be counted exactly.
 */
export function policySet(policies: readonly RatePolicy[]): PolicySet {
  const before = typeof policies === 'object' && policies !== null ? known.get(policies) : undefined;
  if (before !== undefined) return before;
  if (!Array.isArray(policies) || policies.length === 0 || policies.length > MOST_POLICIES) {
    throw new TypeError(`policies: expected a list of 1 to ${MOST_POLICIES} policies, got ${show(policies)}`);
  }
  const checked = policies.map(check);
  const names = new Set<string>();
  for (const { name } of checked) {
    if (names.has(name)) throw new TypeError(`policies: the name '${name}' is there twice`);
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
