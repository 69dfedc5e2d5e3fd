// @ts-check
// What handlers do besides throwing a value, by name. They run inside `handle`.
import { createWriteStream } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Conflict, ContentTooLarge, NotFound } from '@statuskit/core';
import { SECRET, thenable, throwingGetters } from './values.mjs';

/**
 * @typedef {object} Io
 * @property {import('node:http').IncomingMessage} req
 * @property {import('node:http').ServerResponse} res
 * @property {(name: string, value: string | string[]) => void} set in the way of the framework
 * @property {((error?: unknown) => void) | undefined} next of Express
 * @property {import('koa').Context | undefined} ctx of Koa
 */

/** @param {import('node:events').EventEmitter} emitter @param {string} event */
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, () => resolve(undefined)));
const tick = () => new Promise((resolve) => setImmediate(resolve));
const boom = () => new Error(SECRET);

/** A stream that fails after so many chunks. @param {number} chunks @param {unknown} [error] */
function failing(chunks, error = boom()) {
  let at = 0;
  return new Readable({
    read() {
      if (at++ < chunks) this.push('chunk');
      else setImmediate(() => this.destroy(/** @type {Error} */ (error)));
    },
  });
}

/** A stream that goes on after its error, as streams of old do. */
function goingOn() {
  let at = 0;
  const stream = new Readable({
    autoDestroy: false,
    emitClose: false,
    read() {
      if (at++ === 0) setImmediate(() => this.emit('error', boom()));
      setImmediate(() => this.push(at < 20 ? 'late' : null));
    },
  });
  return stream;
}

/** @param {Io} io @param {Readable} stream */
function answerWith(io, stream) {
  if (io.ctx !== undefined) {
    io.ctx.status = 200;
    io.ctx.type = 'text/plain';
    io.ctx.body = stream;
    return undefined;
  }
  return pipeline(stream, io.res);
}

/** @type {Readonly<Record<string, (io: Io) => unknown>>} */
export const SITUATIONS = {
  // Fields that were set before the throw.
  'fields-before'({ set }) {
    set('ETag', '"v1"');
    set('Cache-Control', 'public, max-age=3600');
    set('Content-Disposition', 'attachment; filename="a.csv"');
    set('Content-Encoding', 'gzip');
    set('Content-Type', 'text/csv');
    set('Content-Length', '99999');
    set('Transfer-Encoding', 'chunked');
    set('Trailer', 'x-t');
    set('Last-Modified', 'Mon, 01 Jan 2024 00:00:00 GMT');
    set('Content-Language', 'de');
    set('Content-Location', '/a');
    set('Content-Range', 'bytes 0-1/2');
    set('Content-Digest', 'sha-256=:AA==:');
    set('Repr-Digest', 'sha-256=:AA==:');
    set('CDN-Cache-Control', 'max-age=9');
    set('Expires', 'Mon, 01 Jan 2035 00:00:00 GMT');
    set('Accept-Ranges', 'bytes');
    set('Access-Control-Allow-Origin', 'https://app.example');
    set('Access-Control-Allow-Credentials', 'true');
    set('Vary', 'Origin');
    set('Set-Cookie', ['a=1', 'b=2']);
    set('Strict-Transport-Security', 'max-age=1');
    set('X-Request-Id', 'r1');
    throw new NotFound({ headers: { vary: 'Accept-Language' } });
  },
  'status-before'({ res, ctx }) {
    if (ctx !== undefined) ctx.status = 204;
    else res.statusCode = 204;
    throw boom();
  },
  'status-403-before'({ res, ctx }) {
    if (ctx !== undefined) ctx.status = 403;
    else res.statusCode = 403;
    throw boom();
  },
  'phrase-before'({ res }) {
    res.statusMessage = 'All is well';
    throw boom();
  },
  'body-before'({ ctx }) {
    if (ctx !== undefined) ctx.body = { secret: SECRET };
    throw boom();
  },
  'null-body-before'({ ctx }) {
    if (ctx !== undefined) ctx.body = null;
    throw new NotFound();
  },
  'stream-body-before'({ ctx }) {
    if (ctx !== undefined) ctx.body = failing(0);
    throw boom();
  },
  'respond-false'({ ctx }) {
    if (ctx !== undefined) ctx.respond = false;
    throw boom();
  },
  'returns-thenable': () => thenable((resolve) => resolve({ fine: true })),
  'returns-thenable-getter': () => throwingGetters({}, ['then']),
  'returns-thenable-rejecting': () => thenable((_resolve, reject) => reject(null)),
  'returns-bigint': () => 10n,
  'returns-symbol': () => Symbol(SECRET),
  'returns-cycle': () => {
    /** @type {Record<string, unknown>} */
    const value = { secret: SECRET };
    value['self'] = value;
    return value;
  },
  'returns-revoked': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },

  // Too late for an answer.
  'after-head'({ res }) {
    res.writeHead(200, { 'content-type': 'text/plain' });
    throw boom();
  },
  'after-flush'({ res }) {
    res.setHeader('content-type', 'text/plain');
    res.flushHeaders();
    throw boom();
  },
  async 'after-chunk'({ res, ctx }) {
    if (ctx !== undefined) ctx.respond = false;
    res.setHeader('content-type', 'text/plain');
    res.write('first');
    await tick();
    throw boom();
  },
  async 'after-chunk-own'({ res, ctx }) {
    if (ctx !== undefined) ctx.respond = false;
    res.write('first');
    await tick();
    throw new Conflict('too late');
  },
  async 'after-chunk-null'({ res, ctx }) {
    if (ctx !== undefined) ctx.respond = false;
    res.write('first');
    await tick();
    throw null;
  },
  'after-end'({ res, ctx }) {
    if (ctx !== undefined) ctx.respond = false;
    res.setHeader('content-length', '4');
    res.end('done');
    throw boom();
  },
  'stream-fails-first': (io) => answerWith(io, failing(0)),
  'stream-fails-first-own': (io) => answerWith(io, failing(0, new NotFound('the file is gone'))),
  'stream-fails-later': (io) => answerWith(io, failing(2)),
  'stream-goes-on': (io) => (io.ctx !== undefined ? answerWith(io, goingOn()) : Promise.reject(boom())),
  'stream-destroyed-already'(io) {
    const stream = failing(0);
    stream.on('error', () => {});
    stream.destroy(boom());
    return answerWith(io, stream);
  },
  'stream-web-fails': (io) => {
    const stream = new ReadableStream({
      pull() {
        throw boom();
      },
    });
    return answerWith(io, Readable.fromWeb(/** @type {never} */ (stream)));
  },

  // More than one failure.
  async 'fails-again-same'({ next, ctx, res }) {
    const error = boom();
    if (next !== undefined) {
      next(error);
      next(error);
      await once(res, 'close');
      next(error);
    } else {
      ctx?.onerror(error);
      ctx?.onerror(error);
      throw error;
    }
  },
  async 'fails-again-other'({ next, ctx }) {
    if (next !== undefined) {
      next(new NotFound('first'));
      next(boom());
    } else {
      ctx?.onerror(new NotFound('first'));
      ctx?.onerror(boom());
    }
  },
  async 'fails-again-after-finish'({ next, ctx, res }) {
    const closed = once(res, 'close');
    if (next !== undefined) next(new NotFound('first'));
    else ctx?.onerror(new NotFound('first'));
    await closed;
    throw boom();
  },
  'next-then-throw'({ next, ctx }) {
    if (next !== undefined) next(new NotFound('first'));
    else ctx?.onerror(new NotFound('first'));
    throw boom();
  },

  // The client goes away.
  async 'gone-before'({ res }) {
    await once(res, 'close');
    throw boom();
  },
  async 'gone-before-own'({ res }) {
    await once(res, 'close');
    throw new Conflict('nobody hears this');
  },
  async 'gone-before-null'({ res }) {
    await once(res, 'close');
    throw null;
  },
  async 'gone-abort'({ res }) {
    const abort = new AbortController();
    res.once('close', () => abort.abort());
    await new Promise((_, reject) =>
      abort.signal.addEventListener('abort', () => reject(abort.signal.reason)),
    );
  },
  async 'gone-upload'({ req }) {
    for await (const _ of req);
    throw new NotFound('after the upload');
  },
  'gone-upload-pipeline': ({ req }) => pipeline(req, new PassThrough().resume()),
  'gone-download': (io) =>
    answerWith(
      io,
      new Readable({
        read() {
          this.push(Buffer.alloc(65_536));
        },
      }),
    ),
  // Our own side fails in the middle of an upload: nobody went away.
  'sink-fails': ({ req }) => pipeline(req, createWriteStream('/nowhere/at-all')),
  'sink-fails-reset': ({ req }) =>
    pipeline(req, failingSink(Object.assign(new Error(SECRET), { code: 'ECONNRESET' }))),

  // Uploads.
  refuse() {
    throw new ContentTooLarge({ limit: 10 });
  },
  async 'refuse-later'({ req }) {
    await once(req, 'data');
    throw new ContentTooLarge({ limit: 10 });
  },
  async 'refuse-while-piped'({ req }) {
    const slow = new PassThrough({ highWaterMark: 1 });
    req.pipe(slow);
    await tick();
    throw new ContentTooLarge({ limit: 10 });
  },
  async 'refuse-while-paused'({ req }) {
    req.once('data', () => req.pause());
    await once(req, 'pause');
    throw new ContentTooLarge({ limit: 10 });
  },
  async 'refuse-while-iterated'({ req }) {
    for await (const _ of req) throw new ContentTooLarge({ limit: 10 });
  },
  async read({ req }) {
    let length = 0;
    for await (const chunk of req) length += chunk.length;
    return { length };
  },
};

/** @param {Error} error */
function failingSink(error) {
  const sink = new PassThrough();
  setImmediate(() => sink.destroy(error));
  return sink;
}
