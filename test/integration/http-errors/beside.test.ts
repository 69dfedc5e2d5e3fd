import createError from '@statuskit/core/http-errors';
import real from 'http-errors';
import { describe, expect, it } from 'vitest';
import { CALLS, type Loose } from './calls.ts';
import { DIFFERENCES, type Difference } from './differences.ts';
import { differing } from './differing.ts';

const ours = createError as unknown as Loose;
const theirs = real as unknown as Loose;

// Each is held by a test of its own, since no single call shows it.
const ELSEWHERE: readonly Difference[] = ['problem-document', 'frames', 'unknown-members'];

describe('beside http-errors 2.0.1', () => {
  it('has enough calls, each with a name of its own', () => {
    expect(CALLS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(CALLS.map((call) => call.name)).size).toBe(CALLS.length);
  });

  it.each(CALLS)('$name: the same but for what is listed, and that differs', (call) => {
    expect(differing(call, ours, theirs).sort()).toEqual(Object.keys(call.differs ?? {}).sort());
  });

  it('each difference has a call that shows it', () => {
    const shown = new Set(CALLS.flatMap((call) => Object.values(call.differs ?? {})));
    expect([...new Set([...shown, ...ELSEWHERE])].sort()).toEqual([...DIFFERENCES].sort());
  });
});
