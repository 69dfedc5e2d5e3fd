import { pipeline, type Readable, Transform } from 'node:stream';
import { isThenable } from '../hook.ts';
import type { IdempotencyExecution } from '../idempotency/execution.ts';
import type { Awaitable } from '../idempotency/store.ts';
import type { ResponseFields } from '../idempotency/stored-response.ts';
import { mayHaveContent } from '../reply.ts';
import { onAbandoned } from './abandoned.ts';
import type { NodeResponse } from './exchange.ts';
import { tap } from './tap.ts';

/*
 * Theory of operation.
 *
 * `capture` replaces `writeHead`, `write` and `end` of a response by functions that read what is written. The replacement
 * is made when a request reaches `idempotent`, so it lies above what middleware outside has replaced before, and below what
 * middleware inside replaces after. What passes is therefore what the handler, and middleware inside, have made of the
 * response; compression outside has not seen it yet.
 *
 * The bytes and the fields that describe them must be read at that same place:
 *
 * - The fields are read in `writeHead`, before it is passed on: Node calls it for the first `write` or `end` as well, and
 *   compression outside sets Content-Encoding in its own `writeHead`, one layer further out.
 * - If the handler only calls `end`, the response is stored before the head is written, and the fields are read there.
 * - A body that Koa will send later (a text, bytes, a value) is settled by the adapter while the fields are still those of
 *   the handler. A stream is led through `through`, which collects at the place of `idempotent`, and takes the fields then.
 *   Meanwhile what reaches the response itself comes from outside, and is not collected.
 *
 * The response is stored before its end is sent, so that a client that has it can rely on receiving it again. If the store
 * answers by promise, the end is held back. The response then looks ended to everybody else, so that no second response is written;
 * `headersSent`, `writableEnded`, `write`, `end` and `statusCode` must be put back in step.
 *
 * An execution ends in one of these ways: the response ends (complete); it closes after it has begun, or its failure can no
 * longer be answered (release); its client leaves before it has begun (abandon, and then one of the others if the handler
 * ever answers).
 */

/** Captures what is written to a response, until it ends. */
export interface Capture {
  /** Ends the execution with a body that is known before it is written. Without effect if it has ended. */
  settle(body: Uint8Array | undefined): Awaitable<void>;
  /** Returns the stream to send instead of `source`, which ends the execution when it ends; undefined if it has ended. */
  through(source: Readable): Readable | undefined;
  /** Ends the execution without a response. Without effect if it has ended. */
  release(): Awaitable<void>;
}

const CAPTURES = new WeakMap<object, Capture>();

/** Returns the capture of a response, or undefined if it is not captured. */
export function captureOf(response: object): Capture | undefined {
  return CAPTURES.get(response);
}

interface Head {
  readonly status: number;
  readonly fields: ResponseFields;
}

/** Returns the fields that `writeHead` was passed: as an object, as a list of names and values in turn, or of pairs. */
function explicitFields(args: readonly unknown[]): ResponseFields {
  const given = args.slice(1).find((arg) => typeof arg === 'object');
  if (typeof given !== 'object' || given === null) return {};
  const entries: readonly unknown[] = Array.isArray(given) ? given : Object.entries(given);
  const pairs = Array.isArray(entries[0]) ? entries : inPairs(entries);
  const fields: Record<string, ResponseFields[string]> = {};
  for (const [name, value] of pairs as readonly [string, ResponseFields[string]][]) {
    const field = String(name).toLowerCase();
    const former = fields[field];
    // A list may name a field in several lines.
    fields[field] = former === undefined ? value : [former, value].flat().map(String);
  }
  return fields;
}

/**
 * Returns arguments of `writeHead` that every Node sends alike: of a list that names a field in several lines, Node 20 sends only the
 * last one if other fields are set.
 */
function inOneWay(args: readonly unknown[], fields: ResponseFields): readonly unknown[] {
  const isRepeated = Object.values(fields).some(Array.isArray);
  return isRepeated ? args.map((arg) => (Array.isArray(arg) ? fields : arg)) : args;
}

function inPairs(flat: readonly unknown[]): (readonly unknown[])[] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1]]] : []));
}

// Arguments for which `end` throws are left to it.
function isContent(chunk: unknown): boolean {
  return (
    chunk === undefined ||
    chunk === null ||
    typeof chunk === 'string' ||
    typeof chunk === 'function' ||
    chunk instanceof Uint8Array
  );
}

/** Bytes that are collected up to a limit. */
interface Collected {
  add(chunk: unknown, encoding: unknown): void;
  /** Returns the bytes, or undefined if there were more than the limit. */
  bytes(): Uint8Array | undefined;
}

function collect(limit: number): Collected {
  let chunks: Uint8Array[] | undefined = [];
  let size = 0;
  return {
    add(chunk, encoding) {
      if (chunks === undefined || (typeof chunk !== 'string' && !(chunk instanceof Uint8Array))) return;
      // A copy: the program that wrote it may use its bytes again.
      const bytes =
        typeof chunk === 'string'
          ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
          : Uint8Array.from(chunk);
      size += bytes.byteLength;
      if (size > limit) chunks = undefined;
      else chunks.push(bytes);
    },
    bytes: () => chunks && Buffer.concat(chunks),
  };
}

/** Follows what is written to a response, and ends the execution with it before the end is sent. */
export function capture(response: NodeResponse, execution: IdempotencyExecution): Capture {
  const fieldsBefore = { ...response.getHeaders() };
  const written = collect(execution.maxBodyBytes);
  let head: Head | undefined;
  let isStreaming = false;
  let hasSettled = false;

  function headNow(status: unknown = response.statusCode, explicit: ResponseFields = {}): Head {
    return { status: status as number, fields: { ...response.getHeaders(), ...explicit } };
  }

  function settle(body: Uint8Array | undefined, settled: Head = head ?? headNow()): Awaitable<void> {
    if (hasSettled) return undefined;
    hasSettled = true;
    return execution.complete({ ...settled, fieldsBefore, body });
  }

  function release(): Awaitable<void> {
    if (hasSettled) return undefined;
    hasSettled = true;
    return execution.release();
  }

  function through(source: Readable): Readable | undefined {
    if (hasSettled || isStreaming) return undefined;
    const streamed = collect(execution.maxBodyBytes);
    const streamedHead = headNow();
    isStreaming = true;
    const collecting = new Transform({
      transform(chunk, encoding, pass) {
        streamed.add(chunk, encoding);
        pass(null, chunk);
      },
      flush(pass) {
        const kept = settle(streamed.bytes(), streamedHead);
        if (isThenable(kept)) Promise.resolve(kept).then(() => pass(), pass);
        else pass();
      },
    });
    collecting.on('error', () => {}); // it may fail before anything listens; its sender checks `errored`
    pipeline(source, collecting, (failure) => {
      // A response that is sent instead, if that is still possible, is captured.
      isStreaming = false;
      if (failure && response.destroyed) void release();
    });
    return collecting;
  }

  tap(response, {
    writeHead(inner, args) {
      const fields = explicitFields(args);
      if (!response.headersSent) head = headNow(args[0], fields);
      return inner(...inOneWay(args, fields));
    },
    write(inner, args) {
      if (!hasSettled && !isStreaming) written.add(args[0], args[1]);
      return inner(...args);
    },
    end(inner, args) {
      if (hasSettled || !isContent(args[0])) return inner(...args);
      written.add(args[0], args[1]);
      // Something else was sent than the stream that the handler answered with; a 204 has no content in any case.
      const isOther = isStreaming && mayHaveContent(Number(response.statusCode));
      const kept = settle(isOther ? undefined : written.bytes());
      if (!isThenable(kept)) return inner(...args);
      const send = hold(response);
      void Promise.resolve(kept)
        .then(() => {
          send();
          inner(...args);
        })
        // There is no caller left that could catch it.
        .catch((error: Error) => response.destroy(error));
      return response;
    },
  });

  response.once('close', () => {
    if (hasSettled) return;
    if (response.headersSent) void release();
    else execution.abandon();
  });
  onAbandoned(response, () => void release());
  const made = { settle, through, release };
  CAPTURES.set(response, made);
  return made;
}

/** Makes a response look ended until its end is sent, so that no second response is begun. */
function hold(response: NodeResponse): () => void {
  const { statusCode } = response;
  const { write, end } = response;
  const shown = { get: () => true, configurable: true };
  Object.defineProperties(response, { headersSent: shown, writableEnded: shown });
  Object.assign(response, { write: () => false, end: () => response });
  return function letGo(): void {
    for (const name of ['headersSent', 'writableEnded']) Reflect.deleteProperty(response, name);
    Object.assign(response, { statusCode, write, end });
  };
}
