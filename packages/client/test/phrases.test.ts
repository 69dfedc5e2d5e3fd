// The phrases of the client are those of core, and no others.
import { ERROR_NAMES } from '@statuskit/core/status';
import { expect, it } from 'vitest';
import { phraseOf } from '../src/phrases.ts';

it('are those of core, for each status', () => {
  const names: Readonly<Record<number, string>> = ERROR_NAMES;
  for (let status = 400; status < 600; status++) expect(phraseOf(status) || undefined).toBe(names[status]);
});
