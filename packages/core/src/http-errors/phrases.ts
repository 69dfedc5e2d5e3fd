import { type ErrorStatus, isRegisteredStatus, STATUS_NAMES, type StatusName } from '../status/names.ts';

/** What http-errors calls otherwise than RFC 9110 does, and what it knows that nobody has registered. */
const OLD_PHRASES = {
  413: 'Payload Too Large',
  418: "I'm a Teapot",
  422: 'Unprocessable Entity',
  509: 'Bandwidth Limit Exceeded',
} as const;

type OldPhrases = typeof OLD_PHRASES;

/** A status that has a constructor in http-errors. */
export type NamedStatus = ErrorStatus | keyof OldPhrases;

type Phrase<S extends NamedStatus> = S extends keyof OldPhrases
  ? OldPhrases[S]
  : S extends ErrorStatus
    ? StatusName<S>
    : never;

type Joined<P extends string> = P extends `${infer Word} ${infer Rest}`
  ? `${Capitalize<Word>}${Joined<Rest>}`
  : Capitalize<P>;

type WithoutApostrophe<P extends string> = P extends `${infer Left}'${infer Right}` ? `${Left}${Right}` : P;

/** The name of a constructor: `ConstructorName<414>` is `'URITooLong'`, `ConstructorName<418>` is `'ImATeapot'`. */
export type ConstructorName<S extends NamedStatus> = WithoutApostrophe<Joined<Phrase<S>>>;

/** Each status that has a constructor, with its default message, in ascending order. */
export const DEFAULT_MESSAGES: Readonly<Record<number, string>> = {
  ...Object.fromEntries(
    Object.entries(STATUS_NAMES).filter(([code, name]) => Number(code) >= 400 && name !== '(Unused)'),
  ),
  ...OLD_PHRASES,
};

/** The name of the constructor with this default message: the words joined, capitals kept, letters only. */
export function constructorName(phrase: string): string {
  const words = phrase.replaceAll("'", '').split(' ');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

// Registered after http-errors was made, which takes it for unknown.
const LATER = 104;

/** Returns the phrase of a status below 400, which http-errors allows though it is not a status for errors. */
export function nonErrorPhrase(status: number): string | undefined {
  if (!isRegisteredStatus(status) || status >= 400 || status === LATER) return undefined;
  const phrase = STATUS_NAMES[status];
  return phrase === '(Unused)' ? undefined : phrase;
}
