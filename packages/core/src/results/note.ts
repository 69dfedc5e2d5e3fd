import { escapeHtml } from '../escape-html.ts';
import { parseAccept, quality } from '../fields/accept.ts';
import { unionVary } from '../fields/vary.ts';
import type { RequestView } from '../request-view.ts';
import { reasonPhrase } from '../status/phrase.ts';
import type { Written } from './content.ts';
import type { ResultHeaders } from './result.ts';

/** The content of a redirection, with the fields that belong to it. */
export interface Note extends Written {
  readonly headers: ResultHeaders;
}

/**
 * The short note with the new location (RFC 9110 §15.4.2 to §15.4.9), for clients that do not follow by themselves: text, or HTML
 * if the client prefers that. `location` has characters of a URI only.
 */
export function noteOf(status: number, location: string, given: ResultHeaders, request: RequestView): Note {
  const phrase = reasonPhrase(status);
  const headers = { ...given, vary: unionVary(given['vary'], 'Accept') };
  if (!prefersHtml(request)) {
    return { body: `${phrase}: ${location}\n`, contentType: 'text/plain; charset=utf-8', headers };
  }
  const url = escapeHtml(location);
  return {
    body:
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${status} ${phrase}</title></head>` +
      `<body><p>${phrase}: <a href="${url}">${url}</a></p></body></html>\n`,
    contentType: 'text/html; charset=utf-8',
    headers: {
      ...headers,
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    },
  };
}

function prefersHtml({ headers }: RequestView): boolean {
  const accept = headers?.['accept'];
  if (accept === undefined || accept === '*/*') return false;
  const ranges = parseAccept(accept);
  return quality(ranges, 'text/html') > quality(ranges, 'text/plain');
}
