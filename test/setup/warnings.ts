import { onTestFinished, vi } from 'vitest';

const REGISTER = Symbol.for('statuskit.warned/1');

/** Hears our warnings until the test is over, as if none had come before; gives their codes. */
export function hearWarnings(): () => string[] {
  Reflect.deleteProperty(globalThis, REGISTER);
  const codes: string[] = [];
  const emitted = vi.spyOn(process, 'emitWarning').mockImplementation(((
    _message: string,
    options: unknown,
  ) => {
    codes.push((options as { code: string }).code);
  }) as typeof process.emitWarning);
  onTestFinished(() => {
    emitted.mockRestore();
    Reflect.deleteProperty(globalThis, REGISTER);
  });
  return () => codes;
}
