import { problem, reader, type Stop, tagOf } from '../stop.ts';

const once = { ...reader, 'idempotency-key': '"tour-1"' };
const file = '/exports/1.csv';

/** A file that takes its time, and parts of it. */
export const exporting: readonly Stop[] = [
  {
    name: 'a job without a key to know it by',
    method: 'POST',
    path: '/exports',
    headers: reader,
    expected: { status: 400, fields: problem },
    show: ['.detail'],
  },
  {
    name: 'a job',
    method: 'POST',
    path: '/exports',
    headers: once,
    expected: { status: 202, fields: { location: '/jobs/1', 'retry-after': '1' } },
    show: ['location', 'retry-after'],
  },
  {
    name: 'the same once more: no second job',
    method: 'POST',
    path: '/exports',
    headers: once,
    expected: { status: 202, fields: { location: '/jobs/1' } },
    show: ['location'],
  },
  {
    name: 'while it runs',
    method: 'GET',
    path: '/jobs/1',
    expected: { status: 200, fields: { 'retry-after': '1' }, contains: '"state":"running"' },
    show: ['.state'],
  },
  {
    name: 'when it is done',
    method: 'GET',
    path: '/jobs/1',
    until: 303,
    expected: { status: 303, fields: { location: file } },
    show: ['location'],
  },
  {
    name: 'the first line of the file',
    method: 'GET',
    path: file,
    headers: { range: 'bytes=0-71' },
    expected: {
      status: 206,
      fields: { 'content-length': '72', 'content-type': 'text/csv; charset=utf-8; header=present' },
      contains: 'iata,icao,name,',
    },
    show: ['content-range'],
  },
  {
    name: 'a part of it only if it is still the same file',
    method: 'GET',
    path: file,
    headers: ({ before }) => ({ range: 'bytes=-40', 'if-range': tagOf(before) }),
    expected: { status: 206, fields: { 'content-length': '40' } },
    show: ['content-range'],
  },
  {
    name: 'a part that it does not have',
    method: 'GET',
    path: file,
    headers: { range: 'bytes=99999999-' },
    expected: { status: 416, fields: problem },
    show: ['content-range'],
  },
];
