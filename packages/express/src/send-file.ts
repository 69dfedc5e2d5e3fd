import { isAbsolute } from 'node:path';
import { checkFile, pipeFile, type Send, type SendFileOptions } from '@statuskit/core/adapter';
import { disableResSendConditionals } from './res-send.ts';
import type { ExpressRequest, ExpressResponse } from './types.ts';

export type { SendFileOptions };

/**
 * Sends a file, in a handler: a 200, a 206 for a range, a 304 if the client has it, or a 416 or 412. Resolves when the response is finished. A file that does not
 * exist, or that is not below the root, is a 404.
 *
 * @throws {HttpError} If the file does not exist, or the request cannot be answered with it, as a rejection.
 * @throws {TypeError} If the path is neither absolute nor below a root, as a rejection.
 *
 * @example
 * ```ts
 * app.get('/export', handle((req) => sendFile(req, 'airports.csv', { root: '/srv/exports' })));
 * ```
 */
export async function sendFile(request: object, path: string, options: SendFileOptions = {}): Promise<void> {
  checkFile(path, options, isAbsolute);
  // On first use: a bundle of ES modules cannot load it, and must start nevertheless.
  const { default: send } = await import('send');
  const own = request as ExpressRequest & { readonly res: ExpressResponse }; // Express puts the response there
  const response = own.res;
  if (response.destroyed) return; // its client has left meanwhile
  await new Promise<void>((resolve, reject) => {
    disableResSendConditionals(own, response);
    response.once('close', () => resolve());
    response.once('finish', () => resolve());
    const asked = { request: own, response, path, options };
    pipeFile(send as unknown as Send, asked, { failed: reject }); // typed as far as it is used
  });
}
