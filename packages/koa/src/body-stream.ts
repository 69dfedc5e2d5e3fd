import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import { isClosed, isSpent, streamOf, tap } from '@statuskit/core/adapter';
import type { KoaContext } from './types.ts';

/*
 * Bodies that are streams. Koa sends them after all middleware has returned, so nobody who could catch an error is left, and
 * Koa itself does too little: Koa 3 pipes by `stream.pipeline`, which destroys the response before anything can be answered,
 * silences the source when middleware such as koa-compress puts a transform in its place, and makes a stream of a web stream
 * only when it sends it. Koa 2 waits forever for a stream that is closed before its end.
 *
 * So each stream is watched from the moment it becomes the body, by a setter on the prototype of the responses of an
 * application. A body is a chain: what replaces a body that is already being read is its transform, and what is piped into
 * a body is its source. If one link fails or is closed before its end, the rest is destroyed and `ctx.onerror` is called, so
 * that `errorHandler` answers if nothing was sent yet and cuts the response off otherwise. It ignores an error that it has
 * seen before.
 */

/** Watches the bodies of all responses of an application whose requests have their own `onerror`. */
export function watchBodies({ response }: KoaContext['app']): void {
  const body = response && accessorOf(response);
  if (body === undefined) return;
  Object.defineProperty(response, 'body', {
    ...body,
    set(this: { readonly ctx?: KoaContext }, value: unknown) {
      const { ctx } = this;
      const former = ctx?.body;
      body.set?.call(this, value);
      if (ctx !== undefined && value !== former && Object.hasOwn(ctx, 'onerror') && isStream(value))
        watch(value, ctx);
    },
  });
}

function accessorOf(prototype: object): PropertyDescriptor | undefined {
  for (let one: object | null = prototype; one !== null; one = Object.getPrototypeOf(one)) {
    const found = Object.getOwnPropertyDescriptor(one, 'body');
    if (found !== undefined) return found;
  }
  return undefined;
}

function isStream(value: unknown): value is Readable {
  return value instanceof EventEmitter && typeof (value as { pipe?: unknown }).pipe === 'function';
}

const CLOSED = 'the body was closed before its end';

function watch(stream: Readable, context: KoaContext): void {
  const { req, res } = context;

  // Koa closes the body as soon as the connection is lost, before Node closes the response.
  function isOver(): boolean {
    return res.writableEnded || isClosed(req, res);
  }

  function fail(error: unknown): void {
    const { body } = context;
    const isReplaced = body !== stream;
    // A body that was replaced by something else than a stream, or before anything read it, is nobody's any more.
    if (isReplaced && (!isStream(body) || stream.readableFlowing === null)) return;
    context.onerror(error);
    if (isReplaced && isStream(body)) body.destroy(error as Error);
    // Complete by now, though perhaps not yet sent: `pipeline` must not take it back.
    if (res.writableEnded) tap(res, { destroy: () => res });
  }

  stream.once('error', fail);
  stream.on('error', ignore); // a second error without a listener would end the process
  stream.once('close', () => {
    if (!isOver() && !stream.readableEnded && stream.errored === null && context.body === stream)
      fail(new Error(CLOSED));
  });
  stream.on('pipe', (source: Readable) => {
    let isPiped = true;
    stream.on('unpipe', (one: unknown) => {
      if (one === source) isPiped = false;
    });
    function breakOff(): void {
      // Streams of old do not know whether they have ended.
      if (isPiped && source.readableEnded === false && !isOver())
        stream.destroy(source.errored ?? new Error(CLOSED));
    }
    source.on('error', (error) => stream.destroy(error));
    source.once('close', breakOff);
    // `pipe` takes a source that is over without a word.
    if (source.destroyed) breakOff();
    stream.once('close', () => {
      // Nothing reads it any more, unless it is also piped elsewhere.
      if (source.listenerCount('data') === 0) source.destroy();
    });
  });
}

function ignore(): void {}

/**
 * Makes a stream of Node of any other body that is read like one, so that it can be watched. Throws what a stream has failed
 * with before it became the body: it does not report that again.
 */
export function finishBody(context: KoaContext): void {
  const { body, res } = context;
  if (typeof body !== 'object' || body === null || context.headerSent) return;
  const stream = streamOf(body);
  if (stream === undefined) return;
  if (stream !== body) {
    const length = res.getHeader('content-length');
    context.body = stream;
    if (length !== undefined) context.set('content-length', String(length));
  }
  if (stream.errored) throw stream.errored;
  if (isSpent(stream))
    throw new TypeError('body: expected a stream that can still be read, got one that has ended');
}
