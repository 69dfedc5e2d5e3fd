import type { Answer } from './tour-client.ts';

/** What a stop of the tour wants to see of a response. */
type Expected = {
  readonly status: number;
  /** Fields that must be there with this value, names in lower case. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Fields that must be there, whatever they say. */
  readonly has?: readonly string[];
  /** Text that must be in the content. */
  readonly contains?: string;
  /** Text that must be nowhere in the response. */
  readonly hides?: string;
  /** Link of a 103 that must come ahead of the response. */
  readonly hints?: string;
  /** Whether a 100 must come ahead of the response, or must not. */
  readonly continues?: boolean;
};

type Headers = Readonly<Record<string, string>>;

/** What a stop may make its fields of. */
export type Known = {
  readonly server: string;
  /** Names this tour, so that it meets nothing that an earlier one has left. */
  readonly run: string;
  /** What the same server answered at the stop before. */
  readonly before: Answer | undefined;
  /** Restarts the server; resolves when it listens again. Default: a stop with `restarts` is made without. */
  readonly restart?: () => Promise<void>;
};

/** One request of the tour. */
export type Stop = {
  /** What it shows. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Headers | ((known: Known) => Headers);
  readonly body?: string;
  /** Whether it comes as late as Retry-After of the stop before has said. */
  readonly waits?: boolean;
  /** It asks until it gets this status, as often as Retry-After says. */
  readonly until?: number;
  /** Whether the server restarts between the 100 and the content. */
  readonly restarts?: boolean;
  readonly expected: Expected;
  /** What to print of the response: fields in lower case, members of a JSON document with a dot before, `103` for its links, `100` for whether there was one. */
  readonly show: readonly string[];
};

export const json = { 'content-type': 'application/json' };
const as = (token: string) => ({ authorization: `Bearer ${token}` });
export const wrongToken = as('guess');
export const reader = as('demo-token-of-rita-the-reader');
export const editor = as('demo-token-of-edda-the-editor');
export const admin = as('demo-token-of-anna-the-admin');

/** What every error has. */
export const problem = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };

/** The entity tag that a server gave at the stop before. */
export const tagOf = (before: Answer | undefined): string => before?.fields.get('etag') ?? '';
