import { ok, preload } from '@statuskit/core';
import { etag } from '@statuskit/core/conditional';
import type { Route } from '../route.ts';

const style = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem }
code { font-size: 0.95em }
`;

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A register of airports</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
<h1>A register of airports</h1>
<ul>
<li><a href="/airports?country=IS&amp;limit=2">Airports of Iceland</a>, page by page
<li><a href="/airports/KEF">Keflavik</a>, and <a href="/airports/KEF/weather">its weather</a>, which is made up
<li><a href="/airports/TSE">TSE</a>, which has become NQZ
<li><a href="/airports/TXL">TXL</a>, which is closed
<li><a href="/airports/ZZZ">ZZZ</a>, which nobody has
</ul>
<p>What it answers, errors included: <a href="/docs">a page</a>, made of <a href="/openapi.json">its OpenAPI document</a>.
<p>Reload this page with the developer tools open: the second time it is a <code>304</code>.
</html>
`;

const longLived = { maxAgeSeconds: 3600 } as const;

/** The page for people. Its style is announced ahead of it (103, RFC 8297). */
export function homeRoutes(): readonly Route[] {
  const styleSheet = preload('/style.css', 'style');
  return [
    {
      method: 'GET',
      path: '/',
      load: () => ({ etag: etag.of(page) }),
      handler(request) {
        request.hint([styleSheet]);
        return ok(page, { contentType: 'text/html; charset=utf-8', link: styleSheet });
      },
    },
    {
      method: 'GET',
      path: '/style.css',
      load: () => ({ etag: etag.of(style) }),
      handler: () => ok(style, { contentType: 'text/css; charset=utf-8', cacheControl: longLived }),
    },
  ];
}
