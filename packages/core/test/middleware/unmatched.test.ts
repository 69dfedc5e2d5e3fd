import { describe, expect, it } from 'vitest';
import { stepForUnmatched } from '../../src/middleware/unmatched.ts';

const ROUTES = ['GET', 'PUT', 'POST', 'PURGE'];

/** Status and Allow of the answer, as a line. */
function answer(method: string, allowed: readonly string[], url = '/x', every = ROUTES): string {
  const made = stepForUnmatched({
    method,
    url,
    allowed: new Set(allowed),
    everyMethod: () => new Set([...every, ...allowed]),
  });
  if (made.kind === 'continue') throw new Error('nothing has answered this request');
  const sent = made.kind === 'answer' ? made.reply : made.error;
  const allow = sent.headers['allow'];
  if (made.kind === 'answer') expect(made.reply).toMatchObject({ body: undefined, close: false });
  return `${sent.status}${allow === undefined ? '' : ` ${allow || '(empty)'}`}`;
}

describe('a request that no route has answered', () => {
  it.each([
    // No route for the target.
    ['GET', [], '404'],
    ['HEAD', [], '404'],
    ['POST', [], '404'],
    ['OPTIONS', [], '404'],
    ['TRACE', [], '404'],
    ['QUERY', [], '404'],
    ['PATCH', [], '404'],
    // Routes for other methods (RFC 9110 §15.5.6).
    ['POST', ['GET'], '405 GET, HEAD'],
    ['DELETE', ['PUT', 'GET'], '405 GET, HEAD, PUT'],
    ['GET', ['POST'], '405 POST'],
    ['HEAD', ['POST'], '405 POST'],
    ['QUERY', ['GET', 'HEAD'], '405 GET, HEAD'],
    ['PURGE', ['GET'], '405 GET, HEAD'],
    ['POST', ['GET', 'OPTIONS'], '405 GET, HEAD, OPTIONS'],
    // A route for the method whose handler passed on.
    ['GET', ['GET'], '404'],
    ['HEAD', ['GET'], '404'],
    ['POST', ['GET', 'POST'], '404'],
    ['PURGE', ['PURGE'], '404'],
    ['POST', ['*'], '404'],
    ['OPTIONS', ['*'], '404'],
    ['POST', ['GET', '*'], '405 GET, HEAD'],
    ['GET', ['GET', '*'], '404'],
    ['OPTIONS', ['GET', '*'], '204 GET, HEAD'],
    ['DELETE', ['OPTIONS'], '404'],
    ['DELETE', ['OPTIONS', '*'], '404'],
    ['OPTIONS', ['OPTIONS'], '404'],
    ['OPTIONS', ['OPTIONS', 'GET'], '204 GET, HEAD, OPTIONS'],
    ['OPTIONS', ['OPTIONS', 'GET', '*'], '204 GET, HEAD, OPTIONS'],
    // OPTIONS from the same methods (RFC 9110 §9.3.7).
    ['OPTIONS', ['GET'], '204 GET, HEAD'],
    ['OPTIONS', ['DELETE', 'POST'], '204 POST, DELETE'],
    // A method that nobody knows (RFC 9110 §15.6.2), and methods differ by case.
    ['BREW', [], '501'],
    ['BREW', ['GET'], '501'],
    ['get', ['GET'], '501'],
    ['PROPFIND', ['GET'], '501'],
  ] as const)('%s where the target has %j: %s', (method, allowed, line) => {
    expect(answer(method, allowed)).toBe(line);
  });

  it('OPTIONS * asks about the server as a whole', () => {
    expect(answer('OPTIONS', [], '*')).toBe('204 GET, HEAD, POST, PUT, PURGE');
    expect(answer('OPTIONS', [], '*', ['GET', '*'])).toBe('204 GET, HEAD');
    expect(answer('OPTIONS', [], '*', [])).toBe('204 (empty)');
  });

  it('a route that takes each method knows each method', () => {
    expect(answer('BREW', [], '/x', ['*'])).toBe('404');
    expect(answer('BREW', ['*'], '/x', [])).toBe('404');
  });

  it('the methods of all routes are asked for only where they matter', () => {
    const everyMethod = (): never => {
      throw new Error('walked for nothing');
    };
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      expect(() =>
        stepForUnmatched({ method, url: '/', allowed: new Set(['PUT']), everyMethod }),
      ).not.toThrow();
    }
  });

  it('a 501 names the method, for whoever misspelt it', () => {
    const made = stepForUnmatched({
      method: 'BREW',
      url: '/',
      allowed: new Set(),
      everyMethod: () => new Set<string>(),
    });
    expect(made.kind === 'refuse' && made.error.toJSON().detail).toBe('No resource here supports BREW.');
  });
});
