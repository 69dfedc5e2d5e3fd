// What a revived error knows by type.
import {
  createFetch,
  type Fetch,
  isRemote,
  type RetryAdvice,
  retryAdvice,
  revive,
  update,
  upstream,
} from '@statuskit/client';
import { Conflict, type HttpError, problem, TooManyRequests } from '@statuskit/core';

interface Note {
  readonly text: string;
  readonly updated: Date;
}

class OutOfCredit extends problem<{ balance: number }>()({
  type: 'https://e.example/credit',
  title: 'Out',
  status: 403,
}) {}
class NoteConflict extends Conflict<Note> {
  static readonly problem = { type: 'https://e.example/note' };
}
class Untyped extends Conflict {}

const error = await revive(await fetch('http://e.example'), { types: [OutOfCredit, NoteConflict] });

// It is an HttpError that knows its response, or nothing.
// @ts-expect-error there may be none
error.status;
if (error !== undefined) {
  error satisfies HttpError;
  error.remote.retryAt satisfies Date | undefined;
  error.remote.headers.get('etag') satisfies string | null;
}
// @ts-expect-error a class without a problem type
await revive(await fetch('http://e.example'), { types: [Untyped] });

// Its class says the rest: the state has gone through JSON.
if (error instanceof NoteConflict) {
  error.current?.text satisfies string | undefined;
  error.current?.updated satisfies string | undefined;
  // @ts-expect-error no such member
  error.current?.title;
  error.remote.etag satisfies string | undefined;
}
if (error instanceof OutOfCredit) error.extensions.balance satisfies number;
if (error instanceof TooManyRequests) error.retryAfterSeconds satisfies number | undefined;

const unknown: unknown = error;
if (isRemote(unknown)) unknown.remote.url satisfies string | undefined;

// Advice is one of two.
const advice: RetryAdvice = retryAdvice({ method: 'GET', response: { status: 503 }, attempt: 1 });
if (advice.retry) advice.waitMs satisfies number;
else advice.why satisfies 'aborted' | 'attempts' | 'deadline' | 'unsafe' | 'final';
// @ts-expect-error a wait only if it is repeated
advice.waitMs;
// @ts-expect-error the attempt is compulsory
retryAdvice({ method: 'GET', response: { status: 503 } });

// A fetch is a fetch.
const api: Fetch = createFetch();
api satisfies (input: string, init?: RequestInit) => Promise<Response>;
const theirs: typeof fetch = api as typeof fetch;
createFetch({ fetch: theirs });
createFetch({ fetch });
// @ts-expect-error no such option
createFetch({ timeout: 5 });

// The state of an update is that of the function.
const { state } = await update('http://e.example', (note: Note) => ({ ...note, text: 'b' }));
state.text satisfies string;
// @ts-expect-error another state
await update<Note>('http://e.example', () => ({ title: 'b' }));

// A call returns what its function does.
const weather = upstream('weather');
(await weather(async ({ signal }) => (signal.aborted ? 1 : 2))) satisfies number;
(await weather(() => 'text')) satisfies string;
(await weather.fetch('http://e.example')) satisfies Response;
weather.state satisfies 'closed' | 'open' | 'half-open';
