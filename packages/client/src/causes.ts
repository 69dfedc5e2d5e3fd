import { read, textIn } from './read.ts';

/** The most errors that are looked at: one may stand for thousands, or lead back to itself. */
export const MOST = 50;

/** Returns what an error names as its cause, and the errors that it stands for. */
export const causesOf = (error: unknown): unknown[] => [read(error, 'cause'), read(error, 'errors')].flat();

/** Returns an error and all its causes, each once. */
export function errorsIn(error: unknown): unknown[] {
  const found = new Set([error]);
  // A Set that grows is iterated to its end.
  for (const one of found) {
    for (const cause of causesOf(one)) if (found.size < MOST) found.add(cause);
  }
  return [...found];
}

/** Reports whether an error, or one of its causes, has a code that `pattern` matches. */
export function hasCause(error: unknown, pattern: RegExp): boolean {
  return errorsIn(error).some((one) => pattern.test(textIn(one, 'code')));
}
