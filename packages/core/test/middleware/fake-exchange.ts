import { EventEmitter } from 'node:events';
import { ServerResponse } from 'node:http';
import type { FailureContext } from '../../src/middleware/failure-options.ts';
import { type NodeRequest, type NodeResponse, writeToNode } from '../../src/node/exchange.ts';

export interface FakeSocket {
  destroyed: boolean;
  /** What was called, in order. */
  readonly calls: string[];
  destroySoon(): void;
}

interface State {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly httpVersionMajor: number;
  readonly complete: boolean;
  /** Whether the response was closed before it was complete, and with which error. */
  readonly destroyed: boolean;
  readonly errored: unknown;
  readonly requestErrored: unknown;
  readonly headersSent: boolean;
  readonly writableEnded: boolean;
  readonly statusCode: number;
  readonly fields: Readonly<Record<string, string | string[]>>;
  readonly knownId: unknown;
  readonly route: string | undefined;
  /** A stream of HTTP/2, in place of a socket. */
  readonly stream: object | undefined;
}

export interface FakeExchange {
  readonly exchange: FailureContext<{ readonly name: string }>;
  readonly request: NodeRequest & EventEmitter;
  readonly response: NodeResponse & ServerResponse;
  readonly socket: FakeSocket & EventEmitter;
  /** What was called of the request. */
  readonly calls: readonly string[];
  fields(): Readonly<Record<string, unknown>>;
  body(): string;
  written(): boolean;
}

/** A request and a response of node:http in as much as core sees of them. */
export function fakeExchange(given: Partial<State> = {}): FakeExchange {
  const calls: string[] = [];
  const socket = Object.assign(new EventEmitter(), {
    destroyed: false,
    calls: [] as string[],
    destroySoon: () => void socket.calls.push('destroySoon'),
    destroy: () => void socket.calls.push('destroy'),
    end: () => void socket.calls.push('end'),
  });
  const stream = given.stream === undefined ? undefined : { stream: given.stream };
  const request = Object.assign(new EventEmitter(), {
    method: given.method ?? 'GET',
    url: '/',
    headers: given.headers ?? {},
    httpVersionMajor: given.httpVersionMajor ?? 1,
    complete: given.complete ?? true,
    errored: given.requestErrored ?? null,
    socket,
    resume: () => void calls.push('resume'),
    unpipe: () => void calls.push('unpipe'),
    ...stream,
  }) as unknown as NodeRequest & EventEmitter;

  // Node's own response, without a socket: it checks names and values as it does on the wire.
  const response = new ServerResponse(request as never);
  const ended: unknown[] = [];
  const state = {
    headersSent: given.headersSent ?? false,
    writableEnded: given.writableEnded ?? false,
    destroyed: given.destroyed ?? false,
    errored: given.errored ?? null,
    end: (body?: string | Uint8Array) => void ended.push(body),
    ...stream,
  };
  for (const [name, value] of Object.entries(given.fields ?? {})) response.setHeader(name, value);
  response.statusCode = given.statusCode ?? 200;
  for (const [name, value] of Object.entries(state)) {
    Object.defineProperty(response, name, { value, writable: true, configurable: true });
  }

  return {
    request,
    response: response as unknown as FakeExchange['response'],
    socket,
    calls,
    fields: () => ({ ...response.getHeaders() }),
    body: () => String(ended.at(-1) ?? ''),
    written: () => ended.length > 0,
    exchange: {
      source: { name: 'source' },
      request,
      response: response as unknown as NodeResponse,
      knownId: given.knownId,
      route: given.route,
      content: undefined,
      status: given.statusCode,
      showsMessages: false,
      allowedMethods: () => ['GET', 'HEAD'],
      write: (reply) => writeToNode(reply, request, response as unknown as NodeResponse),
    },
  };
}
