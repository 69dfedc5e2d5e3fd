import { Redis } from 'ioredis';
import { afterAll, beforeAll, inject } from 'vitest';
import { describeWith } from '../../setup/describe-with.ts';
import { clockedStore } from '../../setup/redis-clocked.ts';
import { describeStore } from '../../setup/store-contract.ts';

describeWith(['redis-server'], 'a Redis server', () => {
  let client: Redis;
  beforeAll(() => {
    client = new Redis(inject('redisUrl'));
  });
  afterAll(() => client.disconnect());

  describeStore('redisStore', () => clockedStore(client), 1000);
});
