import type { IncomingMessage } from 'node:http';
import { Exchange } from '../exchange.ts';
import type { Fields } from '../fields.ts';
import type { Finding } from '../finding.ts';
import { findingsOf } from '../inspect.ts';
import {
  addContent,
  dropsContent,
  fieldsPassed,
  type NodeResponse,
  requestFields,
  textOf,
  type Written,
} from './node.ts';
import { handlerOf, methodsOf, routeOf } from './route.ts';
import { callsNow, sourceOfCalls, sourceOfFunction } from './source.ts';

/** What is done with findings. */
export interface Judge {
  readonly ignored: ReadonlySet<string>;
  readonly heard: (finding: Finding) => void;
  /** Mode `'warn'`: whether a rule has been reported for a route, so that nobody needs the line of the handler. */
  readonly isKnown?: (rule: string, route: string | undefined) => boolean;
  /** Mode `'throw'`: writes another response in place of the one that has findings. */
  readonly replaceResponse?: (response: NodeResponse, findings: readonly Finding[], writers: Writers) => void;
}

/** Methods as they were before they were replaced. */
export interface Writers {
  writeHead(...args: unknown[]): unknown;
  write(...args: unknown[]): unknown;
  end(...args: unknown[]): unknown;
  flushHeaders?(...args: unknown[]): unknown;
}

/** What is known of one response. */
export class Watch {
  readonly written: Written = { size: 0, chunks: [] };
  /** The arguments of `writeHead`. */
  head: readonly unknown[] = [];
  /** The functions at the call that is being judged, if that is not the current one. */
  calls: Error | undefined;
  private readonly request: IncomingMessage;
  private readonly response: NodeResponse;
  private readonly context: object | undefined;
  private readonly judge: Judge;
  private mayBeJson: boolean | undefined;

  constructor(request: IncomingMessage, response: NodeResponse, context: object | undefined, judge: Judge) {
    this.request = request;
    this.response = response;
    this.context = context;
    this.judge = judge;
  }

  add(chunk: unknown, encoding: unknown): void {
    this.mayBeJson ??= this.isJson();
    addContent(this.written, chunk, encoding, this.mayBeJson);
  }

  private isJson(): boolean {
    const passed = fieldsPassed(this.head).find(
      ([name]) => String(name).toLowerCase() === 'content-type',
    )?.[1];
    const type = String(passed ?? this.response.getHeader('content-type') ?? '');
    const coding = this.response.getHeader('content-encoding');
    return type.includes('json') && (coding === undefined || coding === 'identity');
  }

  /** Reports what is wrong, and returns it. `isWhole` is false while more content may come. */
  findings(fields: Fields, isWhole: boolean): readonly Finding[] {
    const { request, response, context, judge, written } = this;
    const { method = 'GET' } = request;
    const status = Number(response.statusCode); // programs also set text, which Node sends as a number
    const isDropped = dropsContent(method, status);
    const exchange = new Exchange({
      method,
      url: request.url,
      httpVersion: request.httpVersion,
      request: requestFields(request),
      status,
      response: fields,
      size: isWhole ? (isDropped ? 0 : written.size) : undefined,
      text: () => (isWhole && !isDropped ? textOf(written) : undefined),
      allow: () => methodsOf(request, context),
    });
    return findingsOf(exchange, judge.ignored, (rules) => {
      const route = routeOf(request, context);
      if (judge.isKnown !== undefined && rules.every((rule) => judge.isKnown?.(rule, route)))
        return { route, source: undefined };
      const source = sourceOfCalls(this.calls ?? callsNow()) ?? sourceOfFunction(handlerOf(request, context));
      return { route, source };
    });
  }

  report(found: readonly Finding[]): void {
    for (const finding of found) {
      try {
        this.judge.heard(finding);
      } catch {
        // The listener is not the handler's, and must not break a response.
      }
    }
  }
}
