import { batch, created, page } from '@statuskit/core';
import { authorize } from '../access.ts';
import { codeOf } from '../airport.ts';
import type { Audit } from '../audit.ts';
import { requireContent } from '../content.ts';
import type { Register } from '../register.ts';
import type { Query } from '../request.ts';
import { param, type Route } from '../route.ts';
import type { WeatherClient } from '../weather.ts';

const json = 'application/json';

/** The airports themselves. */
export function airportRoutes(register: Register, audit: Audit, weather: WeatherClient): readonly Route[] {
  function create(input: unknown, user: string) {
    const airport = register.create(input);
    audit.record({ user, action: 'created', code: codeOf(airport) });
    return created(`/airports/${codeOf(airport)}`, airport);
  }

  return [
    {
      method: 'GET',
      path: '/airports',
      handler({ query, url }) {
        const { items, ...place } = register.list(query);
        return page(items, { url, ...place, body: { total: place.total, items } });
      },
    },
    {
      // RFC 10008: a question that is too long for a URL, and as safe to repeat as a GET.
      method: 'QUERY',
      path: '/airports',
      handler({ headers, body }) {
        requireContent(headers, json, 'QUERY');
        const { items, total } = register.list((body ?? {}) as Query, 'content'); // checked there
        return { total, items };
      },
    },
    {
      method: 'GET',
      path: '/airports/:code',
      handler: (request) => register.get(param(request, 'code')),
    },
    {
      method: 'POST',
      path: '/airports',
      handler({ headers, body }) {
        const user = authorize(headers, 'editor');
        requireContent(headers, json);
        return create(body ?? {}, user.name); // the parsers disagree on what no content is
      },
    },
    {
      method: 'POST',
      path: '/airports/batch',
      handler({ headers, body, signal }) {
        const user = authorize(headers, 'editor');
        requireContent(headers, json);
        return batch(body as readonly unknown[], (input) => create(input, user.name), {
          maxItems: 10,
          signal: signal(),
        });
      },
    },
    {
      method: 'DELETE',
      path: '/airports/:code',
      handler(request) {
        const user = authorize(request.headers, 'admin');
        const airport = register.remove(param(request, 'code'));
        audit.record({ user: user.name, action: 'removed', code: codeOf(airport) });
        return null;
      },
    },
    {
      method: 'GET',
      path: '/airports/:code/weather',
      handler: (request) => weather(codeOf(register.get(param(request, 'code')))),
    },
  ];
}
