import { ok } from '@statuskit/core';
import { authorizeHidden } from '../access.ts';
import type { Audit } from '../audit.ts';
import type { Route } from '../route.ts';

// A bug that happens: a URL with the password in it, where no such URL may be. The message of the TypeError holds it all.
function boom(): object {
  return new Request('http://register:hunter2@database.internal/airports');
}

/** What only admins know of, and a bug that nobody should. */
export function adminRoutes(audit: Audit): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/admin/audit',
      handler({ headers }) {
        authorizeHidden(headers, 'admin');
        return ok({ entries: audit.entries() }, { cacheControl: { noStore: true } });
      },
    },
    { method: 'GET', path: '/boom', handler: boom },
  ];
}
