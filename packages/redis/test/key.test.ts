import { expect, test } from 'vitest';
import { redisKey } from '../src/key.ts';

const READABLE = ['203.0.113.7', '2001:db8:0:1/64', '2001:db8:0:100/56', '2001:db8:0:1:0:0:0:7/128'];

// 42: keys used to stay readable unless they looked like a secret, which no rule can tell.
const HASHED = {
  'a UUID': 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  'an API key': 'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
  'a short API key': 'k9Xw2Lq8Rt5Zm1Vb',
  'a word': 'qwertyuiopasdfghjklzxcvbn',
  digits: '12345678901234567890123456',
  'a dotted token': 'hb7.w9kq.2xz8.p0ln.4rty',
  'hexadecimal digits': 'd41d8cd98f00b204e9800998ecf8427e',
  'a name': 'u:dana@example.com',
  'a session id': 'session:d41d8cd98f00b204e9800998ecf8427e',
  'base64url with hyphens': 'aGVsbG8td29y-bGQtdGhp-cyBpcyBhIHNl-Y3JldA',
  'an address with something behind it': '203.0.113.7 7',
  'an address and a line end': '203.0.113.7\n',
  'an address without its network': '2001:db8::1',
  'the key of clients without an address': 'ip:unknown',
  'a long one': '7'.repeat(65),
  'the hash tag of a Cluster, by which a client could choose the node': 'user:{1}',
  'spaces and line ends': 'user 7\r\n',
  'other scripts': 'користувач',
  'what looks like a hash': '#dozjgNryP4J3jVmNHl0w5N',
};

test.each(READABLE)('%s stays readable', (key) => {
  expect(redisKey('shop', 'set', key)).toBe(`shop:limit:v2:set:${key}`);
});

test.each(Object.entries(HASHED))('%s is hashed', (_, key) => {
  expect(redisKey('shop', 'set', key)).toMatch(/^shop:limit:v2:set:#[\w-]{24}$/);
});

test('different keys have different hashes', () => {
  const keys = new Set(Object.values(HASHED).map((key) => redisKey('shop', 'set', key)));
  expect(keys.size).toBe(Object.keys(HASHED).length);
});
