import { editor, json, problem, type Stop, wrongToken } from '../stop.ts';

const airport = {
  iata: 'QZR',
  name: 'Restart Field',
  type: 'medium',
  country: 'IS',
  latitude: 64,
  longitude: -22,
};

/** What happens below the framework, and a restart that loses no request. */
export const server: readonly Stop[] = [
  {
    name: 'a head that Node refuses to parse',
    method: 'GET',
    path: '/airports/KEF',
    headers: { 'x-long': 'x'.repeat(20_000) },
    expected: { status: 431, fields: { ...problem, connection: 'close' } },
    show: ['.title'],
  },
  {
    name: 'a client asks before it sends its content, which nobody would read',
    method: 'POST',
    path: '/admin/audit',
    headers: { ...json, ...wrongToken, expect: '100-continue' },
    body: JSON.stringify(airport),
    expected: { status: 404, fields: problem, continues: false },
    show: ['100'],
  },
  {
    name: 'another does so, and the server restarts before the content arrives',
    method: 'POST',
    path: '/airports',
    headers: { ...json, ...editor, expect: '100-continue', connection: 'keep-alive' },
    body: JSON.stringify(airport),
    restarts: true,
    expected: {
      status: 201,
      fields: { location: '/airports/QZR', connection: 'close' },
      continues: true,
    },
    show: ['100', 'location', 'connection'],
  },
  {
    name: 'the server that took its place',
    method: 'GET',
    path: '/airports/QZR',
    expected: { status: 200, contains: 'Restart Field' },
    show: ['.name'],
  },
  {
    name: 'which is ready',
    method: 'GET',
    path: '/readyz',
    expected: { status: 200 },
    show: [],
  },
];
