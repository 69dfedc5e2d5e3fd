// One process that serves, for the tests of signals: prints its port when it listens, and what happens to it.
import { serve } from '@statuskit/node';

const options = JSON.parse(process.argv[2] ?? '{}');
const print = (text) => process.stdout.write(`${text}\n`);
const listener = (request, response) => {
  if (request.url !== '/never') response.end('ok');
};
const report = ({ error, level }) => print(`report ${error.status} ${level}`);
const server = await serve(listener, { host: '127.0.0.1', report, ...options });
server.onDrain(async ({ signal, closed }) => {
  print(`drain ${signal}`);
  print(`cut ${(await closed).cut}`);
});
if (options.second) await serve(listener, { host: '127.0.0.1', report, drain: { delay: 0.6 } });
print(`port ${server.address().port}`);
