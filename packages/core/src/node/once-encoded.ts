import type { NodeResponse } from './exchange.ts';
import { tapSetHeader } from './tap.ts';

const NAME = 'content-encoding';

/** Reports whether a value of Content-Encoding names a coding. */
export function isEncoded(coding: string | undefined): boolean {
  return coding !== undefined && coding !== '' && coding.toLowerCase() !== 'identity';
}

/**
 * Calls `listener` with the coding when something sets Content-Encoding on a response. Middleware that compresses does so
 * when the head is written, after everything else has set its fields.
 */
export function onceEncoded(response: NodeResponse, listener: (coding: string) => void): void {
  tapSetHeader(response, (name, value) => {
    // The length first: it differs for nearly every other field.
    if (name.length !== NAME.length || name.toLowerCase() !== NAME) return;
    if (isEncoded(String(value))) listener(String(value));
  });
}
