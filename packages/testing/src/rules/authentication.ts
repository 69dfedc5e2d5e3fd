import { isToken, listElements, unquote } from '@statuskit/core/fields';
import { show } from '../arguments.ts';
import type { Exchange } from '../exchange.ts';
import { type CheckedRule, must, should } from './rule.ts';

interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly quoted: boolean;
}

interface ReadChallenge {
  /** In lower case. */
  readonly scheme: string;
  /** All of them, also those that stand there twice. */
  readonly parameters: Parameter[];
}

interface ReadChallenges {
  readonly challenges: readonly ReadChallenge[];
  /** The first element that is neither a challenge nor a parameter. */
  readonly wrong: string | undefined;
}

const FIELDS = ['WWW-Authenticate', 'Proxy-Authenticate'] as const;
const READ = new WeakMap<Exchange, ReadChallenges>();

/** Parses challenges strictly (RFC 9110 §11.6.1). The parser of core skips what is malformed, and a parameter that is repeated. */
function readChallenges(lines: readonly string[]): ReadChallenges {
  const challenges: ReadChallenge[] = [];
  let wrong: string | undefined;
  for (const element of listElements(lines)) {
    const parameter = parameterOf(element);
    const last = challenges.at(-1);
    if (parameter !== undefined && last !== undefined) {
      last.parameters.push(parameter);
      continue;
    }
    const [, scheme = '', rest = ''] = /^(\S+)(?: +(.*))?$/.exec(element) ?? [];
    const first = rest === '' ? undefined : parameterOf(rest);
    if (!isToken(scheme) || (rest !== '' && first === undefined && !/^[\w.~+/-]+=*$/.test(rest))) {
      wrong ??= element;
      continue;
    }
    challenges.push({ scheme: scheme.toLowerCase(), parameters: first === undefined ? [] : [first] });
  }
  return { challenges, wrong };
}

function parameterOf(text: string): Parameter | undefined {
  const [, name = '', value = ''] = /^([^\s=]+)[ \t]*=[ \t]*(.+)$/.exec(text) ?? [];
  if (!isToken(name)) return undefined;
  const quoted = value.startsWith('"');
  const read = quoted ? unquote(value) : isToken(value) ? value : undefined;
  return read === undefined ? undefined : { name: name.toLowerCase(), value: read, quoted };
}

/** The challenges of both fields. */
function challengesOf(x: Exchange): ReadChallenges {
  let read = READ.get(x);
  if (read === undefined) {
    read = readChallenges(FIELDS.flatMap((field) => x.lines(field.toLowerCase())));
    READ.set(x, read);
  }
  return read;
}

function isRegistered(x: Exchange): boolean {
  return x.has('www-authenticate') || x.has('proxy-authenticate');
}

/** Returns a check of each challenge of one scheme, or of any. */
function each(
  scheme: string | undefined,
  check: (challenge: ReadChallenge, x: Exchange) => string | undefined,
): CheckedRule['check'] {
  return (x) => {
    if (!isRegistered(x)) return undefined;
    for (const challenge of challengesOf(x).challenges) {
      if (scheme !== undefined && challenge.scheme !== scheme) continue;
      const found = check(challenge, x);
      if (found !== undefined) return `${x.has('www-authenticate') ? FIELDS[0] : FIELDS[1]}: ${found}`;
    }
    return undefined;
  };
}

const find = ({ parameters }: ReadChallenge, name: string): Parameter | undefined =>
  parameters.find((parameter) => parameter.name === name);

const STATUS_OF_ERROR = new Map([
  ['invalid_request', 400],
  ['invalid_token', 401],
  ['insufficient_scope', 403],
]);

/** Rules about challenges. */
export const AUTHENTICATION_RULES: readonly CheckedRule[] = [
  ...FIELDS.map((field) =>
    must(
      `${field.toLowerCase()}-syntax`,
      field === 'WWW-Authenticate' ? '9110 §11.6.1' : '9110 §11.7.1',
      `${field} is a list of challenges: a scheme with parameters, or with a token68.`,
      { field: field.toLowerCase() },
      (x) => {
        const { wrong, challenges } = readChallenges(x.lines(field.toLowerCase()));
        if (wrong !== undefined)
          return `${field}: expected a challenge such as Bearer realm="api", got ${show(wrong)}`;
        return challenges.length === 0 ? `${field} has no challenge` : undefined;
      },
    ),
  ),
  must(
    'challenge-parameter-repeated',
    '9110 §11.2',
    'A parameter stands once in a challenge.',
    {},
    each(undefined, ({ scheme, parameters }) => {
      const names = parameters.map(({ name }) => name);
      const twice = names.find((name, at) => names.indexOf(name) < at);
      return twice && `${twice} stands twice in the challenge ${scheme}`;
    }),
  ),
  must(
    'realm-in-quotes',
    '9110 §11.5',
    'The value of realm stands in quotes.',
    {},
    each(undefined, (challenge) => {
      const realm = find(challenge, 'realm');
      return realm === undefined || realm.quoted ? undefined : `realm=${realm.value} has no quotes`;
    }),
  ),
  must(
    'basic-without-realm',
    '7617 §2',
    'A challenge of Basic has a realm.',
    {},
    each('basic', (challenge) => (find(challenge, 'realm') ? undefined : 'Basic without realm')),
  ),
  must(
    'digest-without-nonce',
    '7616 §3.3',
    'A challenge of Digest has a realm and a nonce.',
    {},
    each('digest', (challenge) => {
      const missing = ['realm', 'nonce'].find((name) => find(challenge, name) === undefined);
      return missing && `Digest without ${missing}`;
    }),
  ),
  should(
    'bearer-error-and-status',
    '6750 §3.1',
    'The error of Bearer agrees with the status: invalid_request with 400, invalid_token with 401, insufficient_scope with 403.',
    {},
    each('bearer', (challenge, x) => {
      const error = find(challenge, 'error')?.value ?? '';
      const wanted = STATUS_OF_ERROR.get(error);
      return wanted === undefined || wanted === x.status
        ? undefined
        : `error="${error}" on a ${x.status}, not on a ${wanted}`;
    }),
  ),
  should(
    'bearer-error-without-credentials',
    '6750 §3.1',
    'A request without credentials is answered without an error of Bearer.',
    { status: 401 },
    each('bearer', (challenge, x) => {
      const error = find(challenge, 'error');
      // Credentials may also stand in a form or in the query.
      const mayBeThere = !x.lacks('authorization', 'cookie') || (x.url ?? '').includes('access_token');
      const isRead = x.method === 'GET' || x.method === 'HEAD';
      return error === undefined || mayBeThere || !isRead
        ? undefined
        : `error="${error.value}" in response to a request without Authorization`;
    }),
  ),
];
