import { isThenable } from '../hook.ts';
import type { IdempotencyExecution } from '../idempotency/execution.ts';
import type { Awaitable } from '../idempotency/store.ts';
import type { ResponseFields } from '../idempotency/stored-response.ts';
import { onAbandoned } from './abandoned.ts';
import type { NodeResponse } from './exchange.ts';

/** What is written to a response, until it ends. */
export interface Capture {
  /** Ends the execution with a body that is known before it is written. Nothing where it has ended. */
  settle(body: Uint8Array | undefined): Awaitable<void>;
  /** Ends the execution without a response. Nothing if it has ended. */
  release(): Awaitable<void>;
}

const CAPTURES = new WeakMap<object, Capture>();

/** Returns the capture of a response, or undefined if it is not captured. */
export function captureOf(response: object): Capture | undefined {
  return CAPTURES.get(response);
}

type Call = (this: NodeResponse, ...args: unknown[]) => unknown;

/** The fields that `writeHead` was given: as an object, or as a list of names and values in turn or of pairs. */
function explicitFields(args: readonly unknown[]): ResponseFields {
  const given = args.slice(1).find((arg) => typeof arg === 'object');
  if (typeof given !== 'object' || given === null) return {};
  const entries: readonly unknown[] = Array.isArray(given) ? given : Object.entries(given);
  const pairs = Array.isArray(entries[0]) ? entries : inPairs(entries);
  const fields: Record<string, ResponseFields[string]> = {};
  for (const [name, value] of pairs as readonly [string, ResponseFields[string]][])
    fields[String(name).toLowerCase()] = value;
  return fields;
}

function inPairs(flat: readonly unknown[]): (readonly unknown[])[] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1]]] : []));
}

// What `end` refuses by throwing is left to it.
function isContent(chunk: unknown): boolean {
  return (
    chunk === undefined ||
    chunk === null ||
    typeof chunk === 'string' ||
    typeof chunk === 'function' ||
    chunk instanceof Uint8Array
  );
}

/**
 * Follows what is written to a response and ends the execution with it, before the end is sent: who has an answer can
 * rely on getting it again. A store that answers by promise holds the end back until then; all else goes out at once.
 */
export function capture(response: NodeResponse, execution: IdempotencyExecution): Capture {
  const fieldsBefore = { ...response.getHeaders() };
  const { writeHead, write, end } = response as unknown as Readonly<Record<string, Call>>;
  let explicit: ResponseFields = {};
  let chunks: Uint8Array[] | undefined = [];
  let size = 0;
  let hasSettled = false;

  function keep(chunk: unknown, encoding: unknown): void {
    if (chunks === undefined || (typeof chunk !== 'string' && !(chunk instanceof Uint8Array))) return;
    // A copy: whoever wrote it may use its bytes again.
    const bytes =
      typeof chunk === 'string'
        ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
        : Uint8Array.from(chunk);
    size += bytes.byteLength;
    if (size > execution.maxBodyBytes) chunks = undefined;
    else chunks.push(bytes);
  }

  function settle(body: Uint8Array | undefined): Awaitable<void> {
    if (hasSettled) return undefined;
    hasSettled = true;
    const fields = { ...response.getHeaders(), ...explicit };
    return execution.complete({ status: response.statusCode, fieldsBefore, fields, body });
  }

  const own: Readonly<Record<'writeHead' | 'write' | 'end', Call>> = {
    writeHead(...args) {
      explicit = explicitFields(args);
      return writeHead?.apply(this, args);
    },
    write(...args) {
      if (!hasSettled) keep(args[0], args[1]);
      return write?.apply(this, args);
    },
    end(...args) {
      if (hasSettled || !isContent(args[0])) return end?.apply(this, args);
      keep(args[0], args[1]);
      const kept = settle(chunks && Buffer.concat(chunks));
      if (!isThenable(kept)) return end?.apply(this, args);
      const send = hold(response);
      void Promise.resolve(kept)
        .then(() => {
          send();
          end?.apply(this, args);
        })
        // Whoever could have caught it has gone on long ago.
        .catch((error: Error) => response.destroy(error));
      return this;
    },
  };
  Object.assign(response, own);

  function release(): Awaitable<void> {
    if (hasSettled) return undefined;
    hasSettled = true;
    return execution.release();
  }
  onAbandoned(response, () => void release());
  const made = { settle, release };
  CAPTURES.set(response, made);
  return made;
}

/** Makes a response look ended until its end is sent, so that nobody begins to answer anew. */
function hold(response: NodeResponse): () => void {
  const { statusCode } = response;
  const { write, end } = response;
  const shown = { get: () => true, configurable: true };
  Object.defineProperties(response, { headersSent: shown, writableEnded: shown });
  response.write = () => false;
  response.end = () => response;
  return function letGo(): void {
    for (const name of ['headersSent', 'writableEnded']) Reflect.deleteProperty(response, name);
    Object.assign(response, { statusCode, write, end });
  };
}
