import { onTestFinished, vi } from 'vitest';

const REGISTER = Symbol.for('statuskit.warned/1');

/** Hears our warnings until the test is over, as if none had come before. Returns a function for their codes, with the texts. */
export function hearWarnings(): (() => string[]) & { readonly texts: readonly string[] } {
  Reflect.deleteProperty(globalThis, REGISTER);
  const codes: string[] = [];
  const texts: string[] = [];
  const emitted = vi.spyOn(process, 'emitWarning').mockImplementation(((text: string, options: unknown) => {
    codes.push((options as { code: string }).code);
    texts.push(text);
  }) as typeof process.emitWarning);
  onTestFinished(() => {
    emitted.mockRestore();
    Reflect.deleteProperty(globalThis, REGISTER);
  });
  return Object.assign(() => codes, { texts });
}
