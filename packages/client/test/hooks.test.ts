// Wrong options of the hooks throw where they are written, and not in place of the first error of a server.
import { expect, it } from 'vitest';
import { forAxios } from '../src/hooks/axios.ts';
import { forGot } from '../src/hooks/got.ts';
import { forKy } from '../src/hooks/ky.ts';
import { forOfetch } from '../src/hooks/ofetch.ts';

const instance = {
  request: async () => undefined,
  interceptors: { response: { use: () => 0 } },
};

it.each([
  [null, TypeError],
  [{ maxAttempts: 1.5 }, RangeError],
  [{ maxAttempts: null }, TypeError],
  [{ baseDelayMs: -1 }, RangeError],
  [{ retry500: 1 }, TypeError],
  [{ random: 0.5 }, TypeError],
])('%j', (options, Expected) => {
  for (const make of [forGot, forKy, forOfetch, (given: never) => forAxios(instance, given)]) {
    const call = (): unknown => make(options as never);
    expect(call).toThrow(Expected);
    expect(call).toThrow(/^\w+: expected .*, got /);
  }
});
