import { errorHandler, NotFound, type Report } from '@statuskit/express';
import type { Router } from 'express';
import { describe, expect, it } from 'vitest';
import { CREATE_EXPRESS } from '../../../test/setup/frameworks.ts';
import { listenHere } from '../../../test/setup/here.ts';
import { request } from '../../../test/setup/raw.ts';

type Late = (response: import('express').Response) => unknown;

describe.each(['express4', 'express5'] as const)(
  '%s: a handler that passes an error on and does not return',
  (version) => {
    it.each<[string, Late, number]>([
      ['end', (res) => res.end('ok'), 2],
      ['write', (res) => res.write('ok'), 2],
      ['write, repeatedly', (res) => [1, 2, 3].map(() => res.write('ok')), 2],
      ['end without content', (res) => res.end(), 1],
      // Express itself catches what these throw.
      ['send', (res) => res.send('ok'), 1],
      ['json', (res) => res.json({}), 1],
      ['a later write', (res) => setImmediate(() => res.write('late')), 1],
    ])(
      '%s: the first answer stands, the process lives, and the mistake is reported',
      async (_name, late, count) => {
        const reports: Report[] = [];
        const app = CREATE_EXPRESS[version]();
        app.get('/', (_req, res, next) => {
          next(new NotFound());
          late(res);
        });
        app.get('/other', (_req, res) => void res.send('other'));
        app.use(errorHandler({ report: (one) => void reports.push(one) }));
        const { port } = await listenHere(app);
        await expect(await request(port, 'GET', '/')).toHaveStatus(404);
        expect((await request(port, 'GET', '/other')).body).toBe('other');
        expect(reports.map(({ sent }) => sent)).toEqual(Array.from({ length: count }, () => 404));
      },
    );
  },
);

describe.each(['express4', 'express5'] as const)('%s: the route of a report', (version) => {
  it.each([
    ['/plain/7', '/plain/:id'],
    ['/orgs/acme/items/7', '/orgs/:org/items/:id'],
    ['/orgs/orgs/items/items', '/orgs/:org/items/:id'],
    ['/orgs/a%20b/items/7?x=1', '/orgs/:org/items/:id'],
    ['/deep/x/deeper/y/7', '/deep/:a/deeper/:b/:id'],
    ['/fixed/7', '/fixed/:id'],
    ['/rooted/7', '/rooted/:id'],
  ])('%s is %s', async (target, route) => {
    const reports: Report[] = [];
    const app = CREATE_EXPRESS[version]();
    const thrower = (): never => {
      throw new NotFound();
    };
    const { Router: router } = CREATE_EXPRESS[version] as unknown as { Router(options?: object): Router };
    const items = router().get('/items/:id', thrower);
    const byId = (): Router => router({ mergeParams: true }).get('/:id', thrower);
    app.get('/plain/:id', thrower);
    app.use('/orgs/:org', items);
    app.use('/deep/:a', router().use('/deeper/:b', byId()));
    app.use('/fixed', byId());
    app.use(router().use('/rooted', byId()));
    app.use(errorHandler({ report: (one) => void reports.push(one) }));
    const { port } = await listenHere(app);
    await expect(await request(port, 'GET', target)).toHaveStatus(404);
    expect(reports.map((one) => one.route)).toEqual([route]);
  });
});
