/** What a row of the tour wants to see of a response. */
type Expected = {
  readonly status: number;
  /** Fields that must be there with this value, names in lower case. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Text that must be in the content. */
  readonly contains?: string;
  /** Text that must be nowhere in the response. */
  readonly hides?: string;
};

/** One request of the tour. */
export type Stop = {
  /** What it shows. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly expected: Expected;
  /** What to print of the response: fields in lower case, members of a JSON document with a dot before. */
  readonly show: readonly string[];
};

const json = { 'content-type': 'application/json' };
const as = (token: string) => ({ authorization: `Bearer ${token}` });
const reader = as('demo-token-of-rita-the-reader');
const editor = as('demo-token-of-edda-the-editor');
const admin = as('demo-token-of-anna-the-admin');

const problem = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };

const surtsey = JSON.stringify({
  iata: 'QQX',
  name: 'Surtsey Airstrip',
  type: 'medium',
  country: 'IS',
  latitude: 63.3034,
  longitude: -20.6053,
});
const keflavikAgain = surtsey.replace('QQX', 'KEF');

/** The codes whose weather the tour expects to fail, and how. */
export const tourMoods = { CDG: 'garbage', AMS: 'late', FRA: 'locked' } as const;

/** The tour, in order: some stops write, and later ones see it. */
export const tour: readonly Stop[] = [
  {
    name: 'a page of the list',
    method: 'GET',
    path: '/airports?country=IS&limit=2',
    expected: { status: 200, contains: '"total":9' },
    show: ['.total'],
  },
  {
    name: 'one airport, whatever the case',
    method: 'GET',
    path: '/airports/kef',
    expected: { status: 200, contains: 'Keflavik' },
    show: ['.name'],
  },
  {
    name: 'query parameters that cannot be',
    method: 'GET',
    path: '/airports?limit=0&country=ISL',
    expected: { status: 400, fields: problem, contains: '"parameter":"country"' },
    show: ['content-type', '.errors'],
  },
  {
    name: 'a code that nobody has',
    method: 'GET',
    path: '/airports/ZZZ',
    expected: { status: 404, fields: problem },
    show: ['.detail'],
  },
  {
    name: 'the same for a person with a browser',
    method: 'GET',
    path: '/airports/ZZZ',
    headers: { accept: 'text/html' },
    expected: { status: 404, contains: '<' },
    show: ['content-type'],
  },
  {
    name: 'the same, fields only',
    method: 'HEAD',
    path: '/airports/ZZZ',
    expected: { status: 404, fields: problem },
    show: ['content-type'],
  },
  {
    name: 'an airport that closed',
    method: 'GET',
    path: '/airports/TXL',
    expected: { status: 410, fields: problem, contains: '8 November 2020' },
    show: ['.detail', '.since'],
  },
  {
    name: 'a code that changed',
    method: 'GET',
    path: '/airports/TSE',
    expected: { status: 410, fields: problem, contains: '"successor":"/airports/NQZ"' },
    show: ['.detail', '.successor'],
  },
  {
    name: 'an airport that a court withholds',
    method: 'GET',
    path: '/airports/QZX',
    expected: {
      status: 451,
      fields: { ...problem, link: '<https://airports.example/legal>; rel="blocked-by"' },
    },
    show: ['link'],
  },
  {
    name: 'a method that the path does not have',
    method: 'PUT',
    path: '/airports/KEF',
    expected: { status: 405, fields: { ...problem, allow: 'GET, HEAD, DELETE' } },
    show: ['allow'],
  },
  {
    name: 'a method that no path has',
    method: 'PROPFIND',
    path: '/airports/KEF',
    expected: { status: 501, fields: problem },
    show: [],
  },
  {
    name: 'what a path can do',
    method: 'OPTIONS',
    path: '/airports',
    expected: { status: 204, fields: { allow: 'GET, HEAD, POST' } },
    show: ['allow'],
  },
  {
    name: 'writing without a token',
    method: 'POST',
    path: '/airports',
    headers: json,
    body: surtsey,
    expected: { status: 401, fields: { ...problem, 'www-authenticate': 'Bearer realm="airports"' } },
    show: ['www-authenticate'],
  },
  {
    name: 'writing with a wrong token',
    method: 'POST',
    path: '/airports',
    headers: { ...json, ...as('guess') },
    body: surtsey,
    expected: {
      status: 401,
      fields: { ...problem, 'www-authenticate': 'Bearer realm="airports", error="invalid_token"' },
    },
    show: ['www-authenticate'],
  },
  {
    name: 'writing in a role that only reads',
    method: 'POST',
    path: '/airports',
    headers: { ...json, ...reader },
    body: surtsey,
    expected: { status: 403, fields: problem },
    show: ['.detail'],
  },
  {
    name: 'a media type that is not taken',
    method: 'POST',
    path: '/airports',
    headers: { ...editor, 'content-type': 'text/csv' },
    body: 'QQX,Surtsey Airstrip',
    expected: { status: 415, fields: { ...problem, accept: 'application/json' } },
    show: ['accept'],
  },
  {
    name: 'JSON that is none',
    method: 'POST',
    path: '/airports',
    headers: { ...json, ...editor },
    body: '{"iata":',
    expected: { status: 400, fields: problem },
    show: ['.detail'],
  },
  {
    name: 'more content than is taken',
    method: 'POST',
    path: '/airports',
    headers: { ...json, ...editor },
    body: JSON.stringify({ name: 'x'.repeat(20_000) }),
    expected: { status: 413, fields: problem },
    show: ['.limit'],
  },
  {
    name: 'an airport that cannot be',
    method: 'POST',
    path: '/airports',
    headers: { ...json, ...editor },
    body: JSON.stringify({
      iata: 'kef',
      name: 'K',
      type: 'small',
      country: 'IS',
      latitude: 163,
      longitude: 0,
    }),
    expected: { status: 422, fields: problem, contains: '"pointer":"#/latitude"' },
    show: ['.errors'],
  },
  {
    name: 'a code that is taken',
    method: 'POST',
    path: '/airports',
    headers: { ...json, ...editor },
    body: keflavikAgain,
    expected: { status: 409, fields: problem, contains: 'Keflavik' },
    show: ['.detail', '.current'],
  },
  {
    name: 'a new airport',
    method: 'POST',
    path: '/airports',
    headers: { ...json, ...editor },
    body: surtsey,
    expected: { status: 201, fields: { location: '/airports/QQX' } },
    show: ['location'],
  },
  {
    name: 'removing it without the right',
    method: 'DELETE',
    path: '/airports/QQX',
    headers: editor,
    expected: { status: 403, fields: problem },
    show: ['.detail'],
  },
  {
    name: 'removing it',
    method: 'DELETE',
    path: '/airports/QQX',
    headers: admin,
    expected: { status: 204 },
    show: [],
  },
  {
    name: 'what only admins know of',
    method: 'GET',
    path: '/admin/audit',
    headers: editor,
    expected: { status: 404, fields: problem },
    show: ['.title'],
  },
  {
    name: 'no other method gives it away',
    method: 'OPTIONS',
    path: '/admin/audit',
    headers: editor,
    expected: { status: 404, fields: problem },
    show: ['allow', '.title'],
  },
  {
    name: 'the same as an admin',
    method: 'GET',
    path: '/admin/audit',
    headers: admin,
    expected: { status: 200, contains: '"action":"removed"' },
    show: [],
  },
  {
    name: 'weather from another service',
    method: 'GET',
    path: '/airports/KEF/weather',
    expected: { status: 200 },
    show: ['.temperatureCelsius'],
  },
  {
    name: 'that service answers rubbish',
    method: 'GET',
    path: '/airports/CDG/weather',
    expected: { status: 502, fields: problem, hides: 'html' },
    show: ['.title'],
  },
  {
    name: 'its 401 is not ours',
    method: 'GET',
    path: '/airports/FRA/weather',
    expected: { status: 502, fields: problem, hides: 'db-7781' },
    show: ['www-authenticate', '.title'],
  },
  {
    name: 'it does not answer at all',
    method: 'GET',
    path: '/airports/AMS/weather',
    expected: { status: 504, fields: problem },
    show: ['.title'],
  },
  {
    name: 'a bug, with a password in its message',
    method: 'GET',
    path: '/boom',
    expected: { status: 500, fields: problem, hides: 'hunter2' },
    show: ['.instance', '.detail'],
  },
];
