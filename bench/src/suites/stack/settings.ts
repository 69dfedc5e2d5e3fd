import { etag } from '@statuskit/core/conditional';

/** So many that none is refused and no field changes its length. */
export const HOURLY = { name: 'hourly', quota: 900_000, windowSeconds: 3600 };
export const POLICIES = [HOURLY];

/** What a service of some age has moved: whole paths, patterns, and what is gone. */
export const MOVES = {
  '/index.html': '/',
  '/old-notes': '/notes',
  '/about-us': '/about',
  '/press/2019': null,
  '/users/:id': '/people/:id',
  '/wiki/:page/edit': '/pages/:page',
  '/docs/*': '/manual/*',
  '/api/v1/*': '/v2/*',
};

export const HOSTS = ['localhost', '*.notes.example'];

export const NOTE = { id: 7, title: 'Milk', text: 'Two litres, and bread.' };

/** What the guard loads. */
export const LOADED = { state: NOTE, etag: etag.strong('v7') };

/** A machine with other work must not make `shed` refuse what is measured. */
export const LAG_MS = 60_000;
