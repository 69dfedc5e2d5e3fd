import { authorize, authorizeHidden } from './access.ts';
import { codeOf } from './airport.ts';
import type { Audit } from './audit.ts';
import { Created } from './created.ts';
import { requireJson } from './json-content.ts';
import type { Register } from './register.ts';
import type { RouteRequest } from './request.ts';
import type { WeatherClient } from './weather.ts';

/** What the routes work with. */
export type Services = {
  readonly register: Register;
  readonly audit: Audit;
  readonly weather: WeatherClient;
};

/**
 * One route, as both frameworks mount it. What the handler returns is the response, `null` is one without content;
 * what it throws becomes the right response for it.
 */
export type Route = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly handler: (request: RouteRequest) => object | null | Promise<object | null>;
};

const codeIn = ({ params }: RouteRequest): string => String(params['code']);

// A bug that happens: a URL with the password in it, where no such URL may be. The message of the TypeError holds it all.
function boom(): object {
  return new Request('http://register:hunter2@database.internal/airports');
}

/** The routes of the register, one table for both frameworks. */
export function routes({ register, audit, weather }: Services): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/airports',
      handler: ({ query }) => register.list(query),
    },
    {
      method: 'GET',
      path: '/airports/:code',
      handler: (request) => register.get(codeIn(request)),
    },
    {
      method: 'POST',
      path: '/airports',
      handler({ headers, body }) {
        const user = authorize(headers, 'editor');
        requireJson(headers);
        const airport = register.create(body ?? {}); // the parsers disagree on what no content is
        audit.record({ user: user.name, action: 'created', code: codeOf(airport) });
        return new Created(airport);
      },
    },
    {
      method: 'DELETE',
      path: '/airports/:code',
      handler(request) {
        const user = authorize(request.headers, 'admin');
        const airport = register.remove(codeIn(request));
        audit.record({ user: user.name, action: 'removed', code: codeOf(airport) });
        return null;
      },
    },
    {
      method: 'GET',
      path: '/airports/:code/weather',
      handler: (request) => weather(codeOf(register.get(codeIn(request)))),
    },
    {
      method: 'GET',
      path: '/admin/audit',
      handler({ headers }) {
        authorizeHidden(headers, 'admin');
        return { entries: audit.entries() };
      },
    },
    {
      method: 'GET',
      path: '/boom',
      handler: boom,
    },
  ];
}
