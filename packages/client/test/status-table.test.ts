// The tables of core say how a status may be repeated, and the advice does it. One decision, in the tables; what differs is named here.
import { classifyStatus, statusFacts } from '@statuskit/core/status';
import { describe, expect, it } from 'vitest';
import { retryAdvice } from '../src/retry-advice.ts';

const STATUSES = Array.from({ length: 200 }, (_, at) => 400 + at);

/** When the client repeats a status, in the words of the tables. */
function advised(status: number): string {
  const may = (method: string, headers = {}): boolean =>
    retryAdvice({ method, response: { status, headers }, attempt: 1 }).retry;
  if (may('POST')) return 'any method';
  if (may('GET')) return 'if-idempotent';
  return may('POST', { 'retry-after': '1' }) ? 'any method, with a wait' : 'no';
}

describe('a status of a vendor', () => {
  const rows = STATUSES.flatMap((status) => {
    const found = classifyStatus(status);
    return found.kind === 'vendor' ? found.candidates.filter(({ onWire }) => onWire) : [];
  });

  // 527 is of a product that is gone, 530 stands for a dozen causes, and the others are of one API each.
  const LEFT_ALONE = [420, 509, 527, 529, 530];

  it.each(rows.map(({ status, vendor, retry }) => [status, vendor, retry] as const))(
    '%i of %s: %s',
    (status, _vendor, retry) => {
      const isRepeated = retry === 'if-idempotent' || retry === 'after-wait';
      expect(advised(status)).toBe(isRepeated && !LEFT_ALONE.includes(status) ? 'if-idempotent' : 'no');
    },
  );

  it('521 and 523 are repeated if that is harmless, 525 is not', () => {
    expect([521, 523, 525].map(advised)).toEqual(['if-idempotent', 'if-idempotent', 'no']);
  });
});

it('the registered statuses that are repeated', () => {
  const rows = STATUSES.flatMap((status) => {
    const retry = statusFacts(status)?.retry;
    return retry === undefined || advised(status) === 'no' ? [] : [[status, retry, advised(status)]];
  });
  expect(rows).toEqual([
    [408, 'new-connection', 'if-idempotent'],
    [413, 'after-change', 'any method, with a wait'],
    [421, 'new-connection', 'any method'],
    [425, 'after-handshake', 'any method'],
    [429, 'after-wait', 'if-idempotent'],
    [502, 'if-idempotent', 'if-idempotent'],
    [503, 'after-wait', 'if-idempotent'],
    [504, 'if-idempotent', 'if-idempotent'],
  ]);
});
