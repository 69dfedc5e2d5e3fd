import type { Stop } from '../stop.ts';

// A key for each server, so that one does not spend what is the other's, also where both keep their limits in one Redis.
const headers: Stop['headers'] = ({ server, run }) => ({ 'x-api-key': `demo-key-free-${run}-${server}` });

const policy = '"burst";q=3;w=6, "daily";q=500;w=86400';

const hit = (name: string, left: string): Stop => ({
  name,
  method: 'GET',
  path: '/airports/KEF',
  headers,
  expected: { status: 200, fields: { 'ratelimit-policy': policy, ratelimit: left } },
  show: ['ratelimit'],
});

/** A plan with little room, and how to come back. */
export const limits: readonly Stop[] = [
  hit('the plan of a free key', '"burst";r=2;t=4, "daily";r=499;t=86228'),
  hit('again', '"burst";r=1;t=2, "daily";r=498;t=86055'),
  hit('and again', '"burst";r=0;t=2, "daily";r=497;t=85882'),
  {
    name: 'too often',
    method: 'GET',
    path: '/airports/KEF',
    headers,
    expected: {
      status: 429,
      fields: { 'cache-control': 'no-store', 'ratelimit-policy': policy },
      has: ['retry-after'],
      contains: '"violated-policies":["burst"]',
    },
    show: ['retry-after', 'ratelimit', '.violated-policies'],
  },
  {
    name: 'after exactly that time',
    method: 'GET',
    path: '/airports/KEF',
    headers,
    waits: true,
    expected: { status: 200 },
    show: ['ratelimit'],
  },
];
