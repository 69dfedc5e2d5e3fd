import { expected } from './arguments.ts';
import { warnOnce } from './warn.ts';

/** The names of the options of a function. The compiler refuses a list that lacks one, or has one too many. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Warns of options that a function does not have. They are ignored, so a misspelled one does not do what it asks for, and in plain
 * JavaScript no compiler reports it. Nothing is thrown, because TypeScript lets a program pass an object that has more. An option
 * whose value is undefined counts as left out.
 *
 * @param what The name of the function, for the message.
 *
 * @example
 * ```ts
 * warnOfUnknown('retry', { times: 3, dealy: 5 } as { times: number }, { times: true }); // warns of "dealy"
 * ```
 */
export function warnOfUnknown<Options extends object>(
  what: string,
  options: Options,
  names: OptionNames<Options>,
): void {
  const unknown = Object.keys(options).filter(
    (name) => !Object.hasOwn(names, name) && options[name as keyof Options] !== undefined,
  );
  if (unknown.length > 0)
    warnOnce(
      'STATUSKIT_UNKNOWN_OPTION',
      expected(what, `only ${Object.keys(names).join(', ')}`, unknown),
      what,
    );
}
