// Starts the demo, takes the tour, and stays up until Ctrl-C. `--once` ends after the tour: 0 where each stop went
// well, else 1. The variable PORT names the port of Express (Koa takes the next one), by default any free
// ones; REDIS_URL a Redis server on which both keep one limit.
import { once } from 'node:events';
import { type FailureReport, logLine } from './log-line.ts';
import { startServers } from './servers.ts';
import { takeTour, type Visit, wentWell } from './take-tour.ts';
import { takeTurns } from './take-turns.ts';
import { paintFor, tableFoot, tableHead, tableRow } from './tour-table.ts';

const print = (text: string): void => void process.stdout.write(text);
const paint = paintFor(process.stdout, process.env);

// What the servers log is kept back until the table is whole.
const kept: string[] = [];
let touring = true;
const reportOf = (server: string) => (report: FailureReport) => {
  const line = logLine(server, report);
  if (line === undefined) return;
  if (touring) kept.push(line);
  else print(line);
};

const servers = await startServers({
  port: Number(process.env['PORT'] ?? 0),
  redisUrl: process.env['REDIS_URL'],
  express: { report: reportOf('Express') },
  koa: { report: reportOf('Koa') },
});

print(`Express  ${servers.express}\nKoa      ${servers.koa}\nWeather  ${servers.upstream}\n\n`);
print(tableHead(paint));

const visits: Visit[] = [];
for await (const visit of takeTour(servers)) {
  visits.push(visit);
  print(tableRow(visit, visits.length, paint));
}
print(tableFoot(visits, paint));
touring = false;
if (servers.sharesLimits) {
  print(`\n${paint('bold', 'One limit for both, in Redis: the same key at one after the other')}\n`);
  for (const line of await takeTurns(servers)) print(`  ${line}\n`);
}
print(`\n${paint('bold', 'What the servers logged, and told nobody')}\n${kept.join('')}`);

if (process.argv.includes('--once')) {
  process.exitCode = visits.every(wentWell) ? 0 : 1;
} else {
  print(`\nBoth stay up; Ctrl-C ends them. Try:  curl -i ${servers.express}/airports/KEF\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}
await servers.close();
