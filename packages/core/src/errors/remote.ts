import { read } from '../read.ts';
import { type HttpError, isRemote } from './http-error.ts';
import { BadGateway, GatewayTimeout } from './server-errors.ts';
import { ServiceUnavailable } from './waits.ts';

/**
 * Returns the error to answer with. A remote error is a failure of the server that we asked, so a 429 or a 503 becomes a
 * 503 with what is left of its wait, a 504 stays one, and any other becomes a 502 (RFC 9110 §15.6.3 to §15.6.5).
 * The remote error is the `cause`, and nothing else of it is sent.
 */
export function localError(error: HttpError): HttpError {
  if (!isRemote(error)) return error;
  const init = { log: `the upstream answered ${error.status} ${error.title}`, cause: error };
  switch (error.status) {
    case 429:
    case 503: {
      const at = read(read(error, 'remote'), 'retryAt');
      const isWait = at instanceof Date && !Number.isNaN(at.getTime());
      return new ServiceUnavailable(isWait ? { at } : 'unknown', init);
    }
    case 504:
      return new GatewayTimeout(init);
    default:
      return new BadGateway(init);
  }
}
