import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAllow, parseAllow } from '../../src/fields/allow.ts';
import { orderMethods } from '../../src/fields/methods.ts';
import { isToken } from '../../src/fields/token.ts';
import { formatUpgrade, parseUpgrade } from '../../src/fields/upgrade.ts';
import { formatVary, parseVary, unionVary } from '../../src/fields/vary.ts';
import { token } from './arbitraries.ts';

describe('Allow (RFC 9110 §10.2.1)', () => {
  it.each([
    [[], ''],
    [['GET'], 'GET'],
    [
      ['TRACE', 'OPTIONS', 'PURGE', 'DELETE', 'PATCH', 'PUT', 'POST', 'QUERY', 'HEAD', 'GET', 'ACL'],
      'GET, HEAD, QUERY, POST, PUT, PATCH, DELETE, ACL, PURGE, OPTIONS, TRACE',
    ],
    [['get', 'GET', 'get'], 'GET, get'],
    [[' PUT ', 'PUT'], 'PUT'],
  ])('%j is %s', (methods, text) => {
    expect(formatAllow(methods)).toBe(text);
  });

  const refused: unknown[] = [
    'GET',
    undefined,
    ['GET', ''],
    ['A B'],
    ['GET,PUT'],
    [1],
    [null],
    [undefined],
    new Array(1),
    ['É'],
  ];
  it.each(refused.map((methods) => ({ methods })))('$methods is refused', ({ methods }) => {
    // @ts-expect-error what plain JavaScript may give
    expect(() => formatAllow(methods)).toThrow(TypeError);
  });

  it.each<[unknown, string]>([
    ['GET', 'Allow: expected an array, got "GET"'],
    [['GET', 'A B'], 'Allow[1]: expected a method such as "GET", got "A B"'],
    [['GET', 'É'], 'Allow[1]: expected a method such as "GET", got "É"'],
  ])('%j is refused with what was expected', (methods, message) => {
    expect(() => formatAllow(methods as string[])).toThrow(new TypeError(message));
  });

  it.each([
    [undefined, []],
    ['', []],
    [' , ,\t,', []],
    ['GET,,HEAD , PUT,GET', ['GET', 'HEAD', 'PUT']],
    [
      ['GET', 'PUT, GET'],
      ['GET', 'PUT'],
    ],
    ['GET, A B, "x, y", PUT', ['GET', 'PUT']],
  ])('%j reads as %j', (lines, methods) => {
    expect(parseAllow(lines)).toEqual(methods);
  });

  it('gives back the methods in order, each once', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(token, fc.constantFrom('GET', 'PUT', 'OPTIONS'))), (methods) => {
        expect(parseAllow(formatAllow(methods))).toEqual(orderMethods(methods));
      }),
    );
  });

  it('has one order, whatever order they came in', () => {
    const shuffled = fc
      .uniqueArray(token)
      .chain((methods) =>
        fc.tuple(fc.constant(methods), fc.shuffledSubarray(methods, { minLength: methods.length })),
      );
    fc.assert(fc.property(shuffled, ([one, other]) => formatAllow(one) === formatAllow(other)));
  });
});

describe('Vary (RFC 9110 §12.5.5)', () => {
  it.each([
    [undefined, undefined, ''],
    ['Accept', undefined, 'Accept'],
    ['Accept, accept', ['ACCEPT', 'Origin'], 'Accept, Origin'],
    ['*', 'Origin', '*'],
    ['Origin', 'Accept, *', '*'],
    ['a b, Origin', ',,', 'Origin'],
  ])('%j and %j are %s', (a, b, union) => {
    expect(unionVary(a, b)).toBe(union);
  });

  it.each([
    [[], ''],
    [['Accept', 'accept', 'Origin'], 'Accept, Origin'],
    [['Accept', '*'], '*'],
  ])('%j is written as %s', (names, line) => {
    expect(formatVary(names)).toBe(line);
  });

  it.each([[['a b']], [['']], ['Accept'], [undefined]])('%j is no list of names', (names) => {
    // @ts-expect-error what plain JavaScript may give
    expect(() => formatVary(names)).toThrow(TypeError);
  });

  it('says which name is not a token', () => {
    expect(() => formatVary(['Accept', 'a b'])).toThrow(
      new TypeError('Vary[1]: expected a field name, got "a b"'),
    );
  });

  it('is a union: it grows by nothing that it has, and the order of joining does not matter', () => {
    const line = fc.array(token).map((names) => names.join(', '));
    fc.assert(
      fc.property(line, line, line, (a, b, c) => {
        expect(unionVary(a, a)).toBe(unionVary(a, undefined));
        expect(unionVary(unionVary(a, b), c)).toBe(unionVary(a, unionVary(b, c)));
        expect(parseVary(unionVary(a, b))).toEqual(parseVary([a, b]));
      }),
    );
  });
});

describe('Upgrade (RFC 9110 §7.8)', () => {
  it.each([['HTTP/2.0', 'websocket', 'IRC/6.9', 'RTA/x11', 'h2c']])('%s and others', (...protocols) => {
    expect(parseUpgrade(formatUpgrade(protocols))).toEqual(protocols);
  });

  it.each(['', '/', 'a/', '/b', 'a/b/c', 'a b', 'a,b', 'a /b'])('%j is no protocol', (text) => {
    expect(() => formatUpgrade([text])).toThrow(
      new TypeError(
        `Upgrade[0]: expected a protocol such as "websocket" or "TLS/1.0", got ${JSON.stringify(text)}`,
      ),
    );
    expect(parseUpgrade(`${text}, ok`).filter((protocol) => !isToken(protocol))).toEqual([]);
  });

  it('gives back what it wrote', () => {
    const protocol = fc.oneof(
      token,
      fc.tuple(token, token).map((parts) => parts.join('/')),
    );
    fc.assert(
      fc.property(fc.array(protocol), (list) => void expect(parseUpgrade(formatUpgrade(list))).toEqual(list)),
    );
  });
});
