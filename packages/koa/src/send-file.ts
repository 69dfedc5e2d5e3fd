import { isAbsolute } from 'node:path';
import { PassThrough } from 'node:stream';
import { checkFile, pipeFile, type Send, type SendFileOptions } from '@statuskit/core/adapter';
import { responseThrough } from './response-through.ts';
import type { KoaContext } from './types.ts';

export type { SendFileOptions };

/**
 * Sends a file, in a handler: a 200, a 206 for a range, a 304 if the client has it, or a 416 or 412. Resolves when the body of the
 * context is set, which middleware outside still sees. A file that does not
 * exist, or that is not below the root, is a 404.
 *
 * @throws {HttpError} If the file does not exist, or the request cannot be answered with it, as a rejection.
 * @throws {TypeError} If the path is neither absolute nor below a root, as a rejection.
 *
 * @example
 * ```ts
 * router.get('/export', handle((ctx) => sendFile(ctx, 'airports.csv', { root: '/srv/exports' })));
 * ```
 */
export async function sendFile(context: object, path: string, options: SendFileOptions = {}): Promise<void> {
  checkFile(path, options, isAbsolute);
  // On first use: a bundle of ES modules cannot load it, and must start nevertheless.
  const { default: send } = await import('send');
  const own = context as KoaContext; // Koa passes its own context
  await new Promise<void>((resolve, reject) => {
    own.status = 200; // Koa begins with 404
    Object.defineProperty(own.request, 'fresh', { value: false, configurable: true, writable: true });
    const body = new PassThrough();
    let isOpen = false;
    body.once('finish', () => {
      // Ended without a file: a 304, or a HEAD, whose length stays.
      if (isOpen) return;
      const length = own.res.getHeader('content-length');
      own.body = own.status === 304 ? null : '';
      if (length !== undefined && own.status !== 304) own.set('content-length', String(length));
      resolve();
    });
    pipeFile(
      send as unknown as Send, // typed as far as it is used
      { request: own.req, response: responseThrough(own, body), path, options, outside: own.res },
      {
        failed(error) {
          if (isOpen) body.destroy(error as Error);
          else reject(error);
        },
        opened(source) {
          // A client that goes away ends the body, and nobody reads the file on.
          body.once('close', () => source.destroy());
          isOpen = true;
          own.body = body;
          resolve();
        },
      },
    );
  });
}
