import * as Boom from '@hapi/boom';
import * as core from '@statuskit/core';
import type { ErrorRequestHandler, Express } from 'express';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CREATE_EXPRESS } from '../../setup/frameworks.ts';
import { readGuide, run, unquoted } from '../../setup/guide.ts';
import { listenHere, problemOf } from '../../setup/here.ts';
import { type RawResponse, request } from '../../setup/raw.ts';
import { modulesFor } from './modules.ts';
import { evaluate, FROM_BOOM, rowsOf } from './pairs.ts';

const guide = readGuide('from-boom');
const [BEFORE, AFTER, BODY] = guide.blocks.map(({ code }) => code);
const PAIRS = rowsOf(FROM_BOOM);
const MODULES = { ...modulesFor('express5'), '@hapi/boom': Boom };

describe('the table for Boom', () => {
  it.each(PAIRS)('%s becomes %s', (before, after) => {
    const [old, modern] = [before, after].map((one) => evaluate(FROM_BOOM, one, MODULES));
    expect(Boom.isBoom(old)).toBe(true);
    expect(core.isHttpError(modern)).toBe(true);
    const { statusCode } = (old as Boom.Boom).output;
    expect((modern as core.HttpError).status).toBe(statusCode);
    // The rule takes what is left of Boom for the same.
    expect(core.toHttpError(old, { challenge: { scheme: 'Bearer' } }).status).toBe(statusCode);
  });

  it('has every factory', () => {
    const factories = Object.keys(Boom).filter((name) => /^[a-z][A-Za-z]+$/.test(name) && name !== 'default');
    const missing = factories.filter((name) => !PAIRS.some(([before]) => before.includes(`Boom.${name}(`)));
    expect(missing.sort()).toEqual(['isBoom', 'teapot']);
    expect(guide.text).toContain('`Boom.isBoom(error)`');
    expect(guide.text).toContain('`Boom.teapot()`');
  });
});

const payload = (error: Boom.Boom): string => JSON.stringify(error.output.payload);
const sent = (error: unknown): string => String(core.render(core.toHttpError(error), { method: 'GET' }).body);
const throws = (make: () => unknown): boolean => {
  try {
    make();
    return false;
  } catch {
    return true;
  }
};
const challenge = { scheme: 'Bearer' };
const cause = new Error('hunter2');

class OldNotFound extends Boom.Boom {
  readonly kind = 'note';
}
class NewNotFound extends core.NotFound {
  readonly kind = 'note';
}

// Each line of the table: what is true of Boom and not of statuskit.
const DIFFERENCES: Readonly<Record<string, readonly (readonly [boom: boolean, ours: boolean])[]>> = {
  'server-texts': [
    ...([502, 503, 504] as const).map(
      (statusCode) =>
        [
          payload(new Boom.Boom('hunter2', { statusCode })).includes('hunter2'),
          sent(new Boom.Boom('hunter2', { statusCode })).includes('hunter2'),
        ] as const,
    ),
    [
      payload(Boom.badGateway('hunter2')).includes('hunter2'),
      sent(new core.BadGateway('hunter2')).includes('hunter2'),
    ],
  ],
  challenge: [
    [
      !('WWW-Authenticate' in Boom.unauthorized('x').output.headers),
      !('www-authenticate' in new core.Unauthorized(challenge).headers),
    ],
    [
      String(Boom.unauthorized('hunter2', 'Bearer').output.headers['WWW-Authenticate']).includes('hunter2'),
      String(new core.Unauthorized(challenge, 'hunter2').headers['www-authenticate']).includes('hunter2'),
    ],
    [
      throws(() => Boom.unauthorized('caf\u00e9', 'Bearer')),
      throws(() => new core.Unauthorized(challenge, 'caf\u00e9')),
    ],
  ],
  demands: [
    [Boom.methodNotAllowed(), new core.MethodNotAllowed(['GET'])],
    [Boom.proxyAuthRequired(), new core.ProxyAuthenticationRequired(challenge)],
    [Boom.rangeNotSatisfiable(), new core.RangeNotSatisfiable(7)],
    [Boom.illegal(), new core.UnavailableForLegalReasons('https://authority.example/')],
  ].map(([old, modern]) => [
    Object.keys((old as Boom.Boom).output.headers).length === 0,
    Object.keys((modern as core.HttpError).headers).length === 0,
  ]),
  cause: [
    [
      new Boom.Boom('x', { cause } as object).cause === undefined,
      new core.BadGateway({ log: 'x', cause }).cause === undefined,
    ],
  ],
  marked: [
    [marks((error) => Boom.boomify(error)), marks((error) => core.toHttpError(error))],
    [
      throws(() => Boom.boomify(Object.freeze(new Error()))),
      throws(() => core.toHttpError(Object.freeze(new Error()))),
    ],
  ],
  subclasses: [[!(new OldNotFound('x') instanceof OldNotFound), !(new NewNotFound() instanceof NewNotFound)]],
  forged: [
    [
      Boom.isBoom(Object.assign(new Error(), { isBoom: true })),
      core.isHttpError(Object.assign(new Error(), { isBoom: true, status: 404 })),
    ],
  ],
  phrases: [
    [payload(Boom.entityTooLarge()).includes('Entity'), sent(new core.ContentTooLarge()).includes('Entity')],
    [payload(Boom.badData()).includes('Entity'), sent(new core.UnprocessableContent()).includes('Entity')],
  ],
  stringified: [
    [
      JSON.stringify(Boom.notFound('x', { secret: 'hunter2' })).includes('hunter2'),
      JSON.stringify(Object.assign(new core.NotFound('x'), { secret: 'hunter2' })).includes('hunter2'),
    ],
  ],
};

function marks(wrap: (error: Error) => unknown): boolean {
  const error = new Error('x');
  wrap(error);
  return Object.keys(error).length > 0;
}

describe('what differs from Boom', () => {
  it('is what the guide lists', () => {
    expect(guide.rowsUnder('What differs').map(([id]) => unquoted(id))).toEqual(Object.keys(DIFFERENCES));
  });

  it.each(Object.entries(DIFFERENCES))('%s', (_id, facts) => {
    expect(facts.length).toBeGreaterThan(0);
    for (const fact of facts) expect(fact).toEqual([true, false]);
  });
});

describe.each(['express4', 'express5'] as const)('before and after on %s', (framework) => {
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {})); // the default report
  const THROWN: Readonly<Record<string, () => Error>> = {
    '/note': () => Boom.notFound('No such note'),
    '/gateway': () => Boom.badGateway('hunter2 refused'),
    '/bug': () => new TypeError('hunter2 is undefined'),
    '/login': () => Boom.unauthorized('Who are you?'),
  };

  async function fire(code: string | undefined, path: string): Promise<RawResponse> {
    const routes = CREATE_EXPRESS[framework].Router();
    for (const [at, make] of Object.entries(THROWN)) routes.get(at, (_req, _res, next) => next(make()));
    const modules = { ...modulesFor(framework), '@hapi/boom': Boom, './routes.ts': { routes } };
    const { app, answer } = run(code ?? '', modules, ['app', 'answer']) as {
      app?: Express;
      answer?: ErrorRequestHandler;
    };
    const { port } = await listenHere(
      app ?? CREATE_EXPRESS[framework]().use(routes, answer as ErrorRequestHandler),
      code === BEFORE ? { 'www-authenticate-on-401': 'the application before it moves to statuskit' } : {},
    );
    return request(port, 'GET', path);
  }

  it.each<[path: string, status: number, detail?: string]>([
    ['/note', 404, 'No such note'],
    ['/gateway', 502],
    ['/bug', 500],
    ['/login', 401, 'Who are you?'],
  ])('%s has the same status, and shows no more than it may', async (path, status, detail) => {
    await expect(await fire(BEFORE, path)).toHaveStatus(status);
    const response = await fire(AFTER, path);
    await expect(response).toHaveStatus(status);
    expect(problemOf(response)['detail']).toBe(detail);
    expect(response.body).not.toContain('hunter2');
    expect('www-authenticate' in response.fields).toBe(status === 401);
  });

  it('the old payload', async () => {
    const [old, ours] = [await fire(BEFORE, '/note'), await fire(BODY, '/note')];
    expect(JSON.parse(ours.body)).toEqual(JSON.parse(old.body));
    expect(ours.fields['content-type']).toEqual(old.fields['content-type']);
    expect((await fire(BODY, '/gateway')).body).not.toContain('hunter2');
  });
});
