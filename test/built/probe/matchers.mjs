// Runs each matcher, passing and failing, in the framework that the argument names. Jest and chai share global state with Vitest, so
// they have a process of their own. Prints one line of JSON.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const framework = process.argv[2];
const testing = framework.startsWith('expect')
  ? require('@statuskit/testing')
  : await import('@statuskit/testing');
const { Conflict } = await import('@statuskit/core');

async function expectOf() {
  if (framework === 'chai') {
    const chai = await import('chai');
    chai.use(testing.chaiMatchers);
    return chai.expect;
  }
  const loaded = require(framework);
  const expect = loaded.expect ?? loaded;
  expect.extend(testing.matchers);
  return expect;
}

const expect = await expectOf();
const answer = (headers, status = 200, body = '') => ({ status, headers, body });
const tagged = answer({ etag: '"v1"', 'cache-control': 'max-age=60' });
const conflict = answer(
  { 'content-type': 'application/problem+json' },
  409,
  '{"title":"Conflict","status":409}',
);
const passing = {
  toHaveStatus: () => expect(conflict).toHaveStatus(409),
  toBeProblem: () => expect(conflict).toBeProblem(Conflict, { title: 'Conflict' }),
  toBeConformant: () => expect(conflict).toBeConformant(),
  toBeCacheableFor: () => expect(tagged).toBeCacheableFor(60),
  toRevalidate: () => expect(tagged).toRevalidate({ url: '/', fetch: () => answer(tagged.headers, 304) }),
  toBeRateLimited: () => expect(answer({ 'retry-after': '3' }, 429)).toBeRateLimited(),
  not: () => expect(conflict).not.toHaveStatus(200),
};
const failing = {
  toHaveStatus: () => expect(conflict).toHaveStatus(201),
  toBeProblem: () => expect(tagged).toBeProblem(),
  toBeConformant: () => expect(answer({ etag: 'v1' })).toBeConformant(),
  toBeCacheableFor: () => expect(tagged).toBeCacheableFor(61),
  toRevalidate: () => expect(tagged).toRevalidate({ url: '/', fetch: () => tagged }),
  toBeRateLimited: () => expect(answer({}, 429)).toBeRateLimited(),
  not: () => expect(conflict).not.toHaveStatus(409),
};
const faults = [];
for (const [name, run] of Object.entries(passing)) {
  try {
    await run();
  } catch (error) {
    faults.push(`${name} does not pass: ${error.message}`);
  }
}
for (const [name, run] of Object.entries(failing)) {
  try {
    await run();
    faults.push(`${name} does not fail`);
  } catch (error) {
    if (!error.message.includes('HTTP ')) faults.push(`${name} does not show the response: ${error.message}`);
  }
}
process.stdout.write(
  JSON.stringify({ ran: Object.keys(passing).length + Object.keys(failing).length, faults }),
);
