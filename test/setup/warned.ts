import { onTestFinished, vi } from 'vitest';

const REGISTER = Symbol.for('statuskit.warned/1');

/** Catches statuskit's warnings until the test has ended, and gives the codes of those that came so far. */
export function warnedCodes(): () => unknown[] {
  Reflect.deleteProperty(globalThis, REGISTER);
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  onTestFinished(() => {
    Reflect.deleteProperty(globalThis, REGISTER);
  });
  return () => warned.mock.calls.map(([, options]) => (options as { code?: string } | undefined)?.code);
}
