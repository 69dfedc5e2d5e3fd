import { requireObject, show } from './arguments.ts';
import { warnOnce } from './warn.ts';

/** The names of the options of a function. The compiler refuses a list that lacks one, or has one too many. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

const MOST_SHOWN = 20;

/**
 * Warns of options that a function does not have. They are ignored, so a misspelled one does not do what it asks for, and in plain
 * JavaScript no compiler reports it. Nothing is thrown for them, because TypeScript lets a program pass an object that has more. An
 * option whose value is undefined counts as left out; no getter is called.
 *
 * @param what The name of the function, for the message.
 * @throws {TypeError} If `options` is not an object.
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
  requireObject('options', options);
  const unknown = unknownOf(options, names);
  if (unknown.length === 0) return;
  const shown = unknown.slice(0, MOST_SHOWN).map(show);
  if (unknown.length > MOST_SHOWN) shown.push('…');
  warnOnce(
    'STATUSKIT_UNKNOWN_OPTION',
    `${what}: expected only ${Object.keys(names).join(', ')}, got ${shown.join(', ')}`,
    what,
  );
}

function unknownOf(options: object, names: object): string[] {
  try {
    return Object.keys(options).filter((name) => !Object.hasOwn(names, name) && isGiven(options, name));
  } catch {
    return []; // a Proxy, or a module that is not evaluated yet: its members may be what a function needs
  }
}

function isGiven(options: object, name: string): boolean {
  const member = Object.getOwnPropertyDescriptor(options, name);
  return member?.value !== undefined || member?.get !== undefined;
}
