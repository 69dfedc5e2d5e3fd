import { type Contender, find, type Measured, overBase } from './servers.ts';
import { estimate, quartiles, ratio } from './statistics.ts';
import { table } from './table.ts';

/** The table of one framework. `base` is what the costs are held against, in words. */
export function serverTable(all: readonly Measured[], framework: string, base: string): string {
  const rows = all
    .filter(({ contender }) => contender.framework === framework)
    .map((one) => {
      const { contender, microseconds } = one;
      const cost = estimate(microseconds).median.toFixed(1);
      if (contender.way === contender.against) return [contender.says, cost, '', ''];
      const over = estimate(overBase(all, one));
      const against = find(all, framework, contender.against).microseconds;
      return [
        contender.says,
        cost,
        `${over.median.toFixed(1)} ± ${over.error.toFixed(1)}`,
        ratio(microseconds, against).median.toFixed(2),
      ];
    });
  return table([framework, 'CPU, µs a request', `over ${base}, µs`, 'ratio'], rows);
}

/** The same server twice, by framework: what is smaller than this is nothing. */
export function controlTable(all: readonly Measured[], isControl: (contender: Contender) => boolean): string {
  const rows = all
    .filter(({ contender }) => isControl(contender))
    .map((again) => {
      const differences = overBase(all, again);
      const { median, error } = estimate(differences);
      const [first, third] = quartiles(differences);
      return [
        again.contender.framework,
        `${median.toFixed(1)} ± ${error.toFixed(1)}`,
        `${first.toFixed(1)} to ${third.toFixed(1)}`,
      ];
    });
  return `The control: the same server twice. What is smaller than this is nothing.

${table(['A/A', 'median difference, µs', 'half of all rounds, µs'], rows)}`;
}

/** How a server is measured, in words; each suite adds what is its own. */
export function serverMethod(rounds: number, requests: number): string {
  return `Each server is a process of its own with NODE_ENV=production and one route; a client in the parent keeps 8 connections of
HTTP/1.1 on loopback busy, without pipelining. A figure is \`process.cpuUsage()\` of the server, user and system, around a
batch of ${requests} requests. All servers take turns in one run of ${rounds} rounds, in an order that changes from round to round. "Over" is
the median over the rounds of the difference in the same round; ± is its 95 % interval for these processes: from one
start of a server to the next it shifts by as much as the control shows, so a verdict closer to its goal than that is
open.`;
}
