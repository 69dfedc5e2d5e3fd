import { describe, expect, it } from 'vitest';
import { type Current, etag, evaluatePreconditions } from '../../src/conditional/index.ts';

const TAG = etag.strong('7');
const here: Current = { exists: true, etag: TAG };

function kindOf(method: string, headers: Record<string, string>, current: Current = here): string {
  return evaluatePreconditions({ method, headers }, current).kind;
}

describe('RFC 9110 §13.2.2', () => {
  it.each([
    ['GET', 'if-none-match', '"7"', 'not-modified'],
    ['GET', 'if-none-match', 'W/"7"', 'not-modified'],
    ['GET', 'if-none-match', '"8"', 'proceed'],
    ['PUT', 'if-none-match', '*', 'precondition-failed'],
    ['PUT', 'if-match', '"7"', 'proceed'],
    ['PUT', 'if-match', 'W/"7"', 'precondition-failed'],
    ['PUT', 'if-match', '"6", "7"', 'proceed'],
    ['PUT', 'if-match', '', 'precondition-failed'],
  ])('%s with %s: %s is %s', (method, name, value, kind) => {
    expect(kindOf(method, { [name]: value })).toBe(kind);
  });
});
