import { read } from '../arguments.ts';

/*
 * Theory of operation.
 *
 * The line that answers is in the stack when the response ends, if the handler ends it itself. If the framework ends it later, or an
 * error handler does, only the function of the route is known. JavaScript does not tell where a function is written; the inspector
 * does. Both are asked only about responses with findings, and the second once for each function. It is asked for the names of all
 * scripts only if the function is in a new one.
 */

/** The mark that `handle` of the adapters leaves on what it returns; `/1` changes with its meaning. */
const WRAPPED: unique symbol = Symbol.for('statuskit.handler/1') as never;

/** Frames of Node, of what is installed, and of statuskit itself, also in its own repository. */
const FOREIGN =
  /^node:|[\\/]node_modules[\\/]|[\\/]packages[\\/](?:core|express|koa|node|testing)[\\/](?:src|dist)[\\/]/;

/** Returns the functions that are being executed. The text of their stack trace is only made when it is read. */
export function callsNow(): Error {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const calls = new Error('where');
  Error.stackTraceLimit = limit;
  return calls;
}

/** Returns `file:line` of the first of these functions that belongs to the application. */
export function sourceOfCalls({ stack = '' }: Error): string | undefined {
  for (const frame of stack.split('\n').slice(1)) {
    const place = /\(([^()]*)\)$/.exec(frame)?.[1] ?? frame.replace(/^\s*at (?:async )?/, '');
    const [, file = '', row] = /^(.*):(\d+):\d+$/.exec(place) ?? [];
    const path = pathOf(file);
    if (/[\\/]/.test(path) && !FOREIGN.test(path)) return `${path}:${row}`;
  }
  return undefined;
}

const KNOWN = new WeakMap<object, string | undefined>();

/** Returns `file:line` of the place where a function is written. */
export function sourceOfFunction(given: unknown): string | undefined {
  const handler = read(given, WRAPPED) ?? given;
  if (typeof handler !== 'function') return undefined;
  if (!KNOWN.has(handler)) {
    let source: string | undefined;
    try {
      source = locate(handler);
    } catch {
      // Another debugger is attached, or the inspector is not there.
    }
    KNOWN.set(handler, source);
  }
  return KNOWN.get(handler);
}

interface Session {
  connect(): void;
  disconnect(): void;
  on(
    event: 'Debugger.scriptParsed',
    listener: (message: { params: { scriptId: string; url: string } }) => void,
  ): void;
  post(method: string, params?: object, done?: (failure: unknown, result: unknown) => void): void;
}

/** Node 20.16 and later. An import would keep the matchers out of browsers. */
interface Builtins {
  getBuiltinModule(name: 'node:inspector'): { readonly Session: new () => Session };
}

interface Property {
  readonly name: string;
  readonly value?: { readonly value?: { readonly scriptId: string; readonly lineNumber: number } };
}

/** Scripts of this thread, by the number that the engine has assigned to them. */
const URLS = new Map<string, string>();

const SLOT = Symbol.for('statuskit.testing.located');

function locate(handler: object): string | undefined {
  const { Session } = (process as unknown as Builtins).getBuiltinModule('node:inspector');
  const session = new Session();
  const home = globalThis as { [SLOT]?: object };
  // The session belongs to the thread that asks, so it calls back before `post` returns.
  const ask = (method: string, params: object = {}): unknown => {
    let answer: unknown;
    session.post(method, params, (_failure, result) => {
      answer = result;
    });
    return answer;
  };
  session.connect();
  try {
    home[SLOT] = handler;
    const found = ask('Runtime.evaluate', {
      expression: "globalThis[Symbol.for('statuskit.testing.located')]",
    });
    const objectId = read(read(found, 'result'), 'objectId');
    const properties = ask('Runtime.getProperties', { objectId });
    const internal = (read(properties, 'internalProperties') as readonly Property[] | undefined) ?? [];
    const place = internal.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value;
    if (place === undefined) return undefined;
    if (!URLS.has(place.scriptId)) {
      // Names every script of the program, which takes tens of milliseconds.
      session.on('Debugger.scriptParsed', ({ params }) => void URLS.set(params.scriptId, params.url));
      ask('Debugger.enable');
    }
    const path = pathOf(URLS.get(place.scriptId) ?? '');
    return path === '' || FOREIGN.test(path) ? undefined : `${path}:${place.lineNumber + 1}`;
  } finally {
    delete home[SLOT];
    session.disconnect();
  }
}

function pathOf(file: string): string {
  if (!file.startsWith('file://')) return file;
  const path = decodeURIComponent(file.slice('file://'.length));
  return /^\/[A-Za-z]:/.test(path) ? path.slice(1) : path;
}
