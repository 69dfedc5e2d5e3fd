import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type FailureContext,
  isError,
  isUnmatched,
  printReport,
  type Reply,
  type Report,
  writeToNode,
} from '@statuskit/core/adapter';
import { isStatusSet } from './begun.ts';
import { allowedMethods, routeOf } from './routes.ts';
import type { KoaContext } from './types.ts';
import { writeToContext } from './write.ts';

/** A request and its response, as Koa shows them. A class, so that a failure costs one object and no closures. */
export class KoaFailure<Ctx> implements FailureContext<Ctx> {
  readonly source: Ctx;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly context: KoaContext;
  readonly throughContext: boolean;

  constructor(context: KoaContext, throughContext: boolean) {
    this.source = context as unknown as Ctx; // Koa passes its own context
    this.request = context.req;
    this.response = context.res;
    this.context = context;
    this.throughContext = throughContext;
  }

  get knownId(): unknown {
    return knownId(this.context);
  }

  get route(): string | undefined {
    return routeOf(this.context);
  }

  get content(): unknown {
    return (this.context.request as { readonly body?: unknown }).body;
  }

  // Koa presets 404, which says nothing until somebody has set it.
  get status(): number | undefined {
    const { statusCode } = this.response;
    return statusCode !== 404 || isStatusSet(this.context) ? statusCode : undefined;
  }

  get environment(): unknown {
    return (this.context.app as { readonly env?: unknown }).env;
  }

  // `ctx.onerror` shows what has `expose` only.
  get showsMessages(): boolean {
    return false;
  }

  allowedMethods(): readonly string[] {
    return [...allowedMethods(this.context)].filter((method) => method !== '*');
  }

  write(reply: Reply): void {
    if (this.throughContext) writeToContext(reply, this.context);
    else writeToNode(reply, this.request, this.response);
  }

  announce(report: Report, reported: boolean): void {
    // Koa itself emits nothing for a request that nothing has answered.
    if (!isUnmatched(report.thrown)) announce(report, this.context, reported);
  }
}

function knownId(context: KoaContext): unknown {
  const { id, state, req } = context as { id?: unknown; state?: { id?: unknown }; req: { id?: unknown } };
  return state?.id ?? req.id ?? id;
}

function announce(report: Report, context: KoaContext, reported: boolean): void {
  const app: KoaContext['app'] & { onerror?: unknown } = context.app;
  const listeners = app.listeners('error');
  const onlyKoaListens = !Object.hasOwn(app, 'onerror') && listeners.every((one) => one === app.onerror);
  if (listeners.length === 0 || (reported && onlyKoaListens)) {
    if (!reported) printReport(report);
    return;
  }
  const emitted = isError(report.thrown) ? report.thrown : report.error;
  if (!onlyKoaListens) {
    app.emit('error', emitted, context);
    return;
  }
  // Koa's own printer knows neither instance nor causes, prints foreign 4xx, and says nothing of what has status 404.
  const { silent } = app;
  app.silent = true;
  try {
    app.emit('error', emitted, context);
  } finally {
    app.silent = silent;
  }
  if (silent !== true) printReport(report);
}
