import { expect, it } from 'vitest';
import { Turnstile } from '../../../src/middleware/shed/turnstile.ts';

/** A loop in a time of its own. `turn` runs one turn of it that begins so many milliseconds later. */
function loop() {
  let nowMs = 0;
  let next: (() => void) | undefined;
  const turnstile = new Turnstile(
    () => nowMs,
    (turn) => {
      next = turn;
    },
  );
  const passed: string[] = [];
  return {
    turnstile,
    passed,
    come(name: string, isWorkedOn = true): void {
      const pass = (waitedMs: number): boolean => {
        passed.push(`${name} ${waitedMs}`);
        return isWorkedOn;
      };
      turnstile.wait({ sinceMs: nowMs, pass });
    },
    turn(afterMs: number): boolean {
      nowMs += afterMs;
      const now = next;
      next = undefined;
      now?.();
      return now !== undefined;
    },
  };
}

it('looks for others first, and never passes one in the same call', () => {
  const { come, turn, passed } = loop();
  come('a');
  expect(passed).toEqual([]);
  turn(0.5);
  expect(passed).toEqual([]);
  turn(0.5);
  expect(passed).toEqual(['a 1']);
});

it('looks on while others arrive, but not for longer than 2 ms', () => {
  const { come, turn, passed } = loop();
  for (const name of ['a', 'b', 'c', 'd']) {
    come(name);
    turn(0.5);
  }
  expect(passed).toEqual(['a 2', 'b 1.5']);
});

it('passes the oldest first, one in each turn if each takes long, more if they do not', () => {
  const { come, turn, passed } = loop();
  for (let at = 0; at < 60; at++) come(`${at}`);
  turn(0);
  const counts: number[] = [];
  for (const tookMs of [5, 5, 5, 5, ...Array(10).fill(0.1)] as readonly number[]) {
    const before = passed.length;
    turn(counts.length === 0 ? 0 : tookMs * (counts.at(-1) ?? 0));
    counts.push(passed.length - before);
  }
  expect(counts.slice(0, 4)).toEqual([2, 1, 1, 1]);
  expect(counts.at(-1)).toBeGreaterThan(4);
  expect(passed.map((one) => Number(one.split(' ')[0]))).toEqual(passed.map((_, at) => at));
});

it('one that is refused takes no place', () => {
  const { come, turn, passed } = loop();
  for (let at = 0; at < 20; at++) come(`old${at}`, false);
  come('a');
  turn(0);
  turn(0);
  expect(passed).toHaveLength(21);
});

it('rests when nobody waits', () => {
  const { turnstile, come, turn } = loop();
  come('a');
  expect(turnstile.isUsed).toBe(true);
  for (let at = 0; at < 3; at++) turn(0.1);
  expect(turnstile.isUsed).toBe(false);
  expect(turn(0.1)).toBe(false);
});
