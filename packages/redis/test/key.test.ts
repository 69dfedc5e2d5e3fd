import { expect, test } from 'vitest';
import { redisKey } from '../src/key.ts';

const READABLE = [
  '203.0.113.7',
  '2001:db8:0:1::/64',
  'user:7',
  'user-profile-europe-west',
  'dana@example.com',
  '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  'user:6ba7b810-9dad-11d1-80b4-00c04fd430c8',
];

const HASHED = {
  'an API key': 'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
  'a session id': 'session:d41d8cd98f00b204e9800998ecf8427e',
  'a token': 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N',
  'base64url with hyphens': 'aGVsbG8td29y-bGQtdGhp-cyBpcyBhIHNl-Y3JldA',
  'a long one': '7'.repeat(65),
  'a Cluster’s hash tag, which would let a client choose the node': 'user:{1}',
  'blanks and line ends': 'user 7\r\n',
  'other scripts': 'користувач',
  'what looks like a hash': '#dozjgNryP4J3jVmNHl0w5N',
};

test.each(READABLE)('%s stays readable', (key) => {
  expect(redisKey('shop', 'set', key)).toBe(`shop:set:${key}`);
});

test.each(Object.entries(HASHED))('%s is hashed', (_, key) => {
  expect(redisKey('shop', 'set', key)).toMatch(/^shop:set:#[\w-]{24}$/);
});

test('different keys have different hashes', () => {
  const keys = new Set(Object.values(HASHED).map((key) => redisKey('shop', 'set', key)));
  expect(keys.size).toBe(Object.keys(HASHED).length);
});
