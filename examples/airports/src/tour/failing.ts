import { problem, type Stop } from '../stop.ts';

/** The codes whose weather the tour expects to fail, and how. */
export const tourMoods = {
  CDG: 'garbage',
  AMS: 'late',
  FRA: 'locked',
  LHR: 'dropped',
  MUC: 'busy',
} as const;

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
    name: 'it is down',
    method: 'GET',
    path: '/airports/LHR/weather',
    expected: { status: 502, fields: problem },
    show: ['.title'],
  },
  {
    name: 'it wants to be left alone for a while',
    method: 'GET',
    path: '/airports/MUC/weather',
    expected: { status: 503, fields: problem, has: ['retry-after'], hides: 'pg-7781' },
    show: ['retry-after', '.title'],
  },
  {
    name: 'so it is not asked until then',
    method: 'GET',
    path: '/airports/MUC/weather',
    expected: { status: 503, fields: problem, has: ['retry-after'] },
    show: ['retry-after', '.title'],
  },
  {
    name: 'a bug, with a password in its message',
    method: 'GET',
    path: '/boom',
    expected: { status: 500, fields: problem, hides: 'hunter2' },
    show: ['.instance', '.detail'],
  },
];
