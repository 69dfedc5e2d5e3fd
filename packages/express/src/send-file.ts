import { isAbsolute } from 'node:path';
import { checkFile, pipeFile, type Send, type SendFileOptions } from '@statuskit/core/adapter';
import send from 'send';
import { disableResSendConditionals } from './res-send.ts';
import type { ExpressRequest, ExpressResponse } from './types.ts';

export type { SendFileOptions };

/**
 * Sends a file, for a handler: 200, 206 for a range, 304 where the client has it, 416 and 412, judged as everything else
 * here is. It resolves when the response is finished. What is not there, or not below the root, is a 404.
 *
 * Rejects with the error that is to be answered, a TypeError for a path that is neither absolute nor below a root included.
 *
 * @example
 * app.get('/export', handle((req) => sendFile(req, 'airports.csv', { root: '/srv/exports' })));
 */
export function sendFile(request: object, path: string, options: SendFileOptions = {}): Promise<void> {
  const own = request as ExpressRequest & { readonly res: ExpressResponse }; // Express puts the response there
  return new Promise((resolve, reject) => {
    checkFile(path, options, isAbsolute);
    const response = own.res;
    disableResSendConditionals(own, response);
    response.once('close', () => resolve());
    response.once('finish', () => resolve());
    const asked = { request: own, response, path, options };
    pipeFile(send as unknown as Send, asked, { failed: reject }); // typed as far as it is used
  });
}
