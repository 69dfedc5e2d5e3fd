import { show } from './arguments.ts';
import { warnOnce } from './warn.ts';

/** The names of the options of a function. The compiler refuses a list that lacks one, or has one too many. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Warns of options that a function does not have: a misspelled one is ignored, and with it what it asks for, and plain JavaScript
 * has no compiler that notices. Nothing is thrown, because a program may pass an object that has more on purpose, as TypeScript
 * allows. An option whose value is undefined counts as left out.
 *
 * @example
 * ```ts
 * checkNames('retry', { times: 3, dealy: 5 } as { times: number }, { times: true }); // warns of "dealy"
 * ```
 */
export function checkNames<Options extends object>(
  what: string,
  options: Options,
  names: OptionNames<Options>,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(names, name)) continue;
    const known = Object.keys(names).join(', ');
    warnOnce(
      'STATUSKIT_UNKNOWN_OPTION',
      `${what}: ignored the option ${show(name)}; there is ${known}`,
      `${what} ${name}`,
    );
  }
}
