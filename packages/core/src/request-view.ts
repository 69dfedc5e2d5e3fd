import { tokenElements } from './fields/scan.ts';

/** What a request must show to be answered. A request of `node:http`, `node:http2`, Express or Koa fits as it is. */
export interface RequestView {
  readonly method?: string | undefined;
  /** The target as it came: `/path`, or an absolute URL. */
  readonly url?: string | undefined;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
  readonly httpVersionMajor?: number | undefined;
  readonly httpVersionMinor?: number | undefined;
  /** False while content is still to come. */
  readonly complete?: boolean | undefined;
  /** The stream of HTTP/2. */
  readonly stream?: { readonly endAfterHeaders?: boolean | undefined } | undefined;
}

/** The most that is read and thrown away to keep a connection, in bytes. */
const WORTH_DRAINING = 65_536;

/** Reports whether a request has content, received or not. */
export function hasContent({ headers, stream }: RequestView): boolean {
  if (stream?.endAfterHeaders !== undefined) return !stream.endAfterHeaders;
  // HTTP/1.1: without Content-Length or Transfer-Encoding there is no content (RFC 9112 §6.3).
  return headers?.['transfer-encoding'] !== undefined || Number(headers?.['content-length'] ?? 0) > 0;
}

/** Whether content of the request is still to come. */
export function isUploading(request: RequestView): boolean {
  return request.complete === false && hasContent(request);
}

/**
 * Whether an answer that is given before the content has come ends the connection, or the stream of HTTP/2: RFC 9112
 * §9.3 wants the rest read or the connection closed, and only a small rest of known length is worth reading.
 */
export function mustClose(request: RequestView): boolean {
  if (!isUploading(request)) return false;
  const { headers } = request;
  return (
    headers?.['transfer-encoding'] !== undefined || !(Number(headers?.['content-length']) <= WORTH_DRAINING)
  );
}

/**
 * Reports whether the request makes the connection close after the response (RFC 9112 §9.3). Node checks that only if the
 * response has no Connection field.
 */
export function clientCloses(request: RequestView): boolean {
  const options = tokenElements(request.headers?.['connection'] ?? '').map((option) => option.toLowerCase());
  if (options.includes('close')) return true;
  const http10 = request.httpVersionMajor === 1 && request.httpVersionMinor === 0;
  return http10 && !options.includes('keep-alive');
}
