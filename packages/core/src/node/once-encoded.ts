import type { NodeResponse } from './exchange.ts';
import { tap } from './tap.ts';

/** Reports whether a value of Content-Encoding names a coding. */
export function isEncoded(coding: string | undefined): boolean {
  return coding !== undefined && coding !== '' && coding.toLowerCase() !== 'identity';
}

/**
 * Calls `listener` with the coding when something sets Content-Encoding on a response. Middleware that compresses does so
 * when the head is written, after everything else has set its fields.
 */
export function onceEncoded(response: NodeResponse, listener: (coding: string) => void): void {
  tap(response, {
    setHeader(inner, [name, value]) {
      const result = inner(name, value);
      if (String(name).toLowerCase() === 'content-encoding' && isEncoded(String(value)))
        listener(String(value));
      return result;
    },
  });
}
