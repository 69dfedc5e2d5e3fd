import { beforeAll, describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { problemOf } from '../../setup/here.ts';
import type { RawResponse } from '../../setup/raw.ts';
import { CASES } from './cases.ts';
import { differencesPage, leaks } from './differences.ts';
import { casesOf, observe } from './observe.ts';
import { ORIGIN } from './options.ts';

let sides: Awaited<ReturnType<typeof observe>>;
beforeAll(async () => {
  sides = await observe();
}, 60_000);

// The fields that only some answers have, and only where they are asked for.
const ASKED = ['accept-encoding', 'allow', 'retry-after', 'set-cookie', 'www-authenticate'];

function asked({ fields }: RawResponse): Record<string, string> {
  return Object.fromEntries(
    ASKED.filter((name) => name in fields).map((name) => [name, String(fields[name])]),
  );
}

describe.each(FRAMEWORKS)('everything at once on %s', (framework) => {
  it.each(casesOf(framework))('$id, $what: $answer.status', (one) => {
    const response = sides.statuskit.get(framework)?.get(one) as RawResponse;
    const { status, fields = {}, members = {} } = one.answer;
    expect(response.status).toBe(status);
    expect(asked(response)).toEqual(fields);
    const { title, instance, ...problem } = problemOf(response);
    const sentence =
      'errors' in members ? { detail: expect.stringMatching(/^1 field is invalid: iata \(/) } : {};
    expect(problem).toEqual({ type: 'about:blank', status, ...sentence, ...members });
    expect(title).toBe(response.phrase);
    expect(typeof instance).toBe(status < 500 ? 'undefined' : 'string');
    expect(leaks(response)).toBe(false);
    // What stands around it stays, and its own are there.
    expect(response.fields).toMatchObject({
      'access-control-allow-origin': [ORIGIN],
      'cache-control': ['no-store'],
      'content-type': ['application/problem+json'],
      'referrer-policy': ['no-referrer'],
      'strict-transport-security': [expect.any(String)],
      'x-content-type-options': ['nosniff'],
    });
    const vary = response.fields['vary']?.join(', ').split(', ').sort();
    expect(vary).toEqual(['Accept', 'Accept-Encoding', 'Origin']);
  });
});

describe('docs/guides/from-framework-defaults.md', () => {
  it('shows what the frameworks answer by themselves, and what statuskit answers (pnpm run docs writes it)', () => {
    const { current, wanted } = differencesPage(sides);
    expect(current).toBe(wanted);
  });

  it('each application has every package that there is for its framework', () => {
    for (const name of ['express', 'koa'] as const) {
      const packages = new Set(CASES.map((one) => one[name]));
      expect(packages.size).toBeGreaterThan(20);
    }
  });
});
