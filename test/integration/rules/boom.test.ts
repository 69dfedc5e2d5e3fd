import * as Boom from '@hapi/boom';
import { render, toHttpError } from '@statuskit/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

const body = (thrown: unknown): Record<string, unknown> =>
  JSON.parse(String(render(toHttpError(thrown), { method: 'GET' }).body));

const FACTORIES: readonly (readonly [string, () => Boom.Boom, number])[] = [
  ['badRequest', () => Boom.badRequest('for the client', { secret: 'hunter2' }), 400],
  ['forbidden', () => Boom.forbidden('for the client', { secret: 'hunter2' }), 403],
  ['notFound', () => Boom.notFound('for the client', { secret: 'hunter2' }), 404],
  ['conflict', () => Boom.conflict('for the client', { secret: 'hunter2' }), 409],
  ['entityTooLarge', () => Boom.entityTooLarge('for the client'), 413],
  ['unsupportedMediaType', () => Boom.unsupportedMediaType('for the client'), 415],
  ['badData', () => Boom.badData('for the client'), 422],
  ['preconditionRequired', () => Boom.preconditionRequired('for the client'), 428],
  ['tooManyRequests', () => Boom.tooManyRequests('for the client'), 429],
  ['illegal', () => Boom.illegal('for the client'), 451],
];

describe('@hapi/boom', () => {
  it.each(FACTORIES)('%s: the text of a 4xx is for clients, data never is', (_name, make, status) => {
    const shown = body(make());
    expect(shown).toMatchObject({ status, detail: 'for the client' });
    expect(JSON.stringify(shown)).not.toContain('hunter2');
  });

  it.each([
    ['internal', () => Boom.internal('hunter2', { secret: 'hunter2' }), 500],
    ['badGateway', () => Boom.badGateway('hunter2'), 502],
    ['serverUnavailable', () => Boom.serverUnavailable('hunter2'), 503],
    ['gatewayTimeout', () => Boom.gatewayTimeout('hunter2'), 504],
    ['boomify', () => Boom.boomify(new Error('hunter2')), 500],
    ['boomify with a status', () => Boom.boomify(new Error('hunter2'), { statusCode: 503 }), 503],
  ] as const)('%s: of a 5xx nothing is shown', (_name, make, status) => {
    const shown = body(make());
    expect(shown['status']).toBe(status);
    expect(JSON.stringify(shown)).not.toContain('hunter2');
  });

  it('shows no text where nobody gave one', () => {
    expect(body(Boom.notFound())).not.toHaveProperty('detail');
  });

  // Boom wraps by marking the error itself: its message is still that of the file system or the database, and a 404 told
  // the path of the file.
  it.each<[what: string, thrown: Error]>([
    ['the file system', Object.assign(new Error('open /srv/hunter2'), { code: 'ENOENT', syscall: 'open' })],
    ['a database', Object.assign(new Error('violates "hunter2_key"'), { code: '23505' })],
  ])('around an error of %s says nothing of it', (_what, thrown) => {
    expect(body(Boom.notFound(thrown))).toEqual({ type: 'about:blank', title: 'Not Found', status: 404 });
  });

  it('keeps its challenge, and is healed where it has none', () => {
    const challenge = { scheme: 'Bearer' };
    const made = toHttpError(Boom.unauthorized('x', 'Basic', { realm: 'api' }), { challenge });
    expect(made.headers['www-authenticate']).toBe('Basic realm="api", error="x"');
    expect(toHttpError(Boom.unauthorized('no field here'), { challenge }).headers).toEqual({
      'www-authenticate': 'Bearer',
    });
  });

  it('heals a challenge that no field can hold', () => {
    const thrown = Boom.unauthorized('x', 'Basic');
    thrown.output.headers['WWW-Authenticate'] = 'Basic error="caf\u00e9"';
    const made = toHttpError(thrown, { challenge: { scheme: 'Bearer' } });
    expect(made).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
  });

  it('keeps Allow, and is healed where it has none', () => {
    const context = { allowedMethods: () => ['POST', 'GET'] };
    expect(toHttpError(Boom.methodNotAllowed('x', null, ['PUT']), { context }).headers['allow']).toBe('PUT');
    expect(toHttpError(Boom.methodNotAllowed(), { context }).headers['allow']).toBe('GET, POST');
  });

  it("around an upstream's error is a 500", () => {
    const upstream = Object.assign(new Error('hunter2'), { response: {}, config: {} });
    expect(toHttpError(Boom.boomify(upstream, { statusCode: 401 })).status).toBe(500);
  });

  it('is a 500 where its output has been spoilt', () => {
    for (const output of [undefined, null, {}, { statusCode: 200 }, { statusCode: '404' }]) {
      expect(toHttpError(Object.assign(Boom.notFound(), { output })).status).toBe(500);
    }
  });
});
