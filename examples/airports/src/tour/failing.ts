import { problem, type Stop } from '../stop.ts';

/** The codes whose weather the tour expects to fail, and how. */
export const tourMoods = { CDG: 'garbage', AMS: 'late', FRA: 'locked' } as const;

/** What goes wrong behind the server, and what of it is told. */
export const failing: readonly Stop[] = [
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
    expected: { status: 502, fields: problem, hides: 'pg-7781' },
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
