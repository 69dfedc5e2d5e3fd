import { describe, test } from 'vitest';
import { findProgram, NOT_RUN, type Program } from './programs.ts';

/**
 * `describe` for tests that need programs which not every machine has. Without them its tests count as skipped and the
 * reason is printed; where `CI` is set they fail, since `.ci/run` installs them.
 */
export function describeWith(programs: readonly Program[], name: string, body: () => void): void {
  const missing = programs.filter((program) => findProgram(program) === undefined);
  if (missing.length === 0) {
    describe(name, body);
    return;
  }
  const reason = `no ${missing.join(' and no ')} on this machine`;
  if (process.env['CI']) {
    describe(name, () => {
      test('has the programs that it needs', () => {
        throw new Error(`${reason}, and CI is set`);
      });
    });
  }
  describe.skipIf(true)(`${name} (${NOT_RUN}${reason})`, body);
}
