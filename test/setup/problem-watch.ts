import { ServerResponse } from 'node:http';
import { Http2ServerResponse } from 'node:http2';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { requireComponent } from './problem-component.ts';
import { requireProblem } from './problem-schema.ts';

// The raw client reads what it is sent; supertest, fetch, HTTP/2 and the clients of the examples do not. So each server
// of this process is watched too: a response that says it is a problem document and is none fails its test.

interface Watched {
  end(...args: unknown[]): unknown;
  write(...args: unknown[]): unknown;
}

interface Head {
  readonly status: number;
  readonly method: string | undefined;
  readonly type: string | undefined;
  readonly coding: string | undefined;
}

// One register for the worker, whose modules are shared by several test files.
const REGISTER: unique symbol = Symbol.for('statuskit.test.problem-watch') as never;
const home = globalThis as { [REGISTER]?: { faults: string[]; seen: number } };

/** What was seen since the last test began. */
export function watched(): { faults: string[]; seen: number } {
  home[REGISTER] ??= { faults: [], seen: 0 };
  return home[REGISTER];
}

function field(block: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(.*?) *\\r?$`, 'im').exec(block)?.[1];
}

// What stands on the wire: writeHead takes fields that getHeader does not know.
function headOf(response: Watched): Head | undefined {
  if (response instanceof ServerResponse) {
    const block = (response as unknown as { _header: string | null })._header;
    if (block === null) return undefined;
    const [type, coding] = [field(block, 'content-type'), field(block, 'content-encoding')];
    return { status: response.statusCode, method: response.req.method, type, coding };
  }
  if (!(response instanceof Http2ServerResponse)) return undefined;
  const fields = (response.stream?.sentHeaders ?? {}) as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined =>
    fields[name] === undefined ? undefined : String(fields[name]);
  return {
    status: Number(fields[':status']),
    method: response.req.method,
    type: text('content-type'),
    coding: text('content-encoding'),
  };
}

function decoded(bytes: Buffer, coding: string | undefined): string {
  if (coding === 'gzip') return gunzipSync(bytes).toString();
  if (coding === 'deflate') return inflateSync(bytes).toString();
  return (coding === 'br' ? brotliDecompressSync(bytes) : bytes).toString();
}

function judge(head: Head, bytes: Buffer): void {
  const { status, method, type, coding } = head;
  if (type === undefined || !/^application\/problem\+json *(?:;|$)/i.test(type) || method === 'HEAD') return;
  const register = watched();
  register.seen += 1;
  try {
    const body = decoded(bytes, coding);
    requireProblem(body, status);
    requireComponent(body, status);
  } catch (fault) {
    register.faults.push(`${method} ${status}: ${String(fault)}`);
  }
}

const KEPT = new WeakMap<Watched, Buffer[]>();

function keep(response: Watched, chunk: unknown, encoding: unknown): void {
  if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
  const bytes =
    typeof chunk === 'string'
      ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
      : Buffer.from(chunk);
  const kept = KEPT.get(response) ?? [];
  kept.push(bytes);
  KEPT.set(response, kept);
}

function watch(prototype: Watched): void {
  const { write, end } = prototype;
  const ending = new WeakSet<Watched>(); // `end` writes by `write` on some versions of Node
  prototype.write = function (...args): unknown {
    const result = write.apply(this, args);
    if (!ending.has(this)) keep(this, args[0], args[1]); // afterwards: what throws has not been sent
    return result;
  };
  prototype.end = function (...args): unknown {
    if (ending.has(this)) return end.apply(this, args);
    ending.add(this);
    let result: unknown;
    try {
      result = end.apply(this, args);
    } catch (failure) {
      ending.delete(this);
      throw failure;
    }
    keep(this, args[0], args[1]);
    const head = headOf(this);
    if (head !== undefined) judge(head, Buffer.concat(KEPT.get(this) ?? []));
    KEPT.delete(this);
    return result;
  };
}

if (home[REGISTER] === undefined) {
  watched();
  for (const { prototype } of [ServerResponse, Http2ServerResponse]) watch(prototype as unknown as Watched);
}
