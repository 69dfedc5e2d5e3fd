import { editor, json, problem, type Stop, tagOf } from '../stop.ts';

const path = '/airports/KEF/notice';
const written = { ...json, ...editor };
const says = (text: string) => JSON.stringify({ text });

/** Two people write the same notice, and no update is lost. */
export const notices: readonly Stop[] = [
  {
    name: 'a notice that nobody has written yet',
    method: 'GET',
    path,
    expected: { status: 404, fields: problem },
    show: ['.detail'],
  },
  {
    name: 'writing blindly',
    method: 'PUT',
    path,
    headers: written,
    body: says('Runway 10/28 closed'),
    expected: { status: 428, fields: problem },
    show: ['.detail', '.required'],
  },
  {
    name: 'writing if there is none yet',
    method: 'PUT',
    path,
    headers: { ...written, 'if-none-match': '*' },
    body: says('Runway 10/28 closed'),
    expected: { status: 201, fields: { etag: '"v1"' } },
    show: ['etag', '.text'],
  },
  {
    name: 'the same again: now there is one',
    method: 'PUT',
    path,
    headers: { ...written, 'if-none-match': '*' },
    body: says('Runway 10/28 open'),
    expected: { status: 412, fields: { ...problem, etag: '"v1"' }, contains: 'closed' },
    show: ['etag', '.current'],
  },
  {
    name: 'writing over what was seen',
    method: 'PUT',
    path,
    headers: ({ before }) => ({ ...written, 'if-match': tagOf(before) }),
    body: says('Runway 10/28 closed until 18:00'),
    expected: { status: 200, fields: { etag: '"v2"' } },
    show: ['etag', '.text'],
  },
  {
    name: 'somebody else, who has seen the first one',
    method: 'PUT',
    path,
    headers: { ...written, 'if-match': '"v1"' },
    body: says('Runway 10/28 open'),
    expected: { status: 412, fields: { ...problem, etag: '"v2"' }, contains: 'until 18:00' },
    show: ['etag', '.current'],
  },
  {
    name: 'reading what the client has already',
    method: 'GET',
    path,
    headers: { 'if-none-match': '"v1", "v2"' },
    expected: { status: 304, fields: { etag: '"v2"' } },
    show: ['etag'],
  },
  {
    name: 'by a form, and on to the result',
    method: 'POST',
    path,
    headers: { ...editor, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'text=Runway+10%2F28+open',
    expected: { status: 303, fields: { location: path } },
    show: ['location'],
  },
  {
    name: 'which is',
    method: 'GET',
    path,
    expected: { status: 200, fields: { etag: '"v3"' }, contains: '10/28 open' },
    show: ['etag', '.text'],
  },
];
