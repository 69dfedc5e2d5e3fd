import { errorHandler, NotFound, type Report } from '@statuskit/express';
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
        expect((await request(port, 'GET', '/')).status).toBe(404);
        expect((await request(port, 'GET', '/other')).body).toBe('other');
        expect(reports.map(({ sent }) => sent)).toEqual(Array.from({ length: count }, () => 404));
      },
    );
  },
);
