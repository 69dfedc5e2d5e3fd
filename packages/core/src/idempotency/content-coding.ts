import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { parseAcceptEncoding } from '../fields/accept-encoding.ts';
import { isWeakTag } from '../fields/entity-tag.ts';
import type { StoredResponse } from './store.ts';

/** Fields of a request as Node holds them, with names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

interface Coded {
  readonly headers: StoredResponse['headers'];
  readonly body: Uint8Array;
}

/** The longest content that is decoded, in bytes. */
const LONGEST = 67_108_864;

const DECODERS: Readonly<
  Record<string, (body: Uint8Array, options: { maxOutputLength: number }) => Uint8Array>
> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** Reports whether Accept-Encoding excludes a coding (RFC 9110 §12.5.3). Without the field every coding is acceptable. */
function excludes(acceptEncoding: string | readonly string[] | undefined, coding: string): boolean {
  if (acceptEncoding === undefined) return false;
  const accepted = parseAcceptEncoding(acceptEncoding);
  const range = accepted.find((one) => one.coding === coding) ?? accepted.find((one) => one.coding === '*');
  return range === undefined || range.q === 0;
}

/**
 * Returns a stored content in a coding that the request accepts. The content of a handler that compresses its responses,
 * or of compression that is mounted inside, was coded for the request that ran; the repetition may accept less. The content
 * comes back as it is if it has no coding, an unknown one, or one that is accepted.
 */
export function decodedFor(
  request: RequestHeaders,
  headers: StoredResponse['headers'],
  body: Uint8Array,
): Coded {
  const { 'content-encoding': coding, 'content-digest': _digest, 'repr-digest': _repr, ...rest } = headers;
  const name = typeof coding === 'string' ? coding.toLowerCase() : '';
  const decode = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
  if (decode === undefined || !excludes(request['accept-encoding'], name)) return { headers, body };
  try {
    const decoded = decode(body, { maxOutputLength: LONGEST });
    const { etag } = rest;
    // The tag is that of the coded representation (RFC 9110 §8.8.3.3).
    if (typeof etag === 'string' && !isWeakTag(etag))
      return { headers: { ...rest, etag: `W/${etag}` }, body: decoded };
    return { headers: rest, body: decoded };
  } catch {
    return { headers, body }; // not what its field says, or too long
  }
}
