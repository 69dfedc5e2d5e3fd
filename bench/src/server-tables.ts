import {
  type Contender,
  effortOf,
  type Figures,
  find,
  type Measured,
  memoryEffortOf,
  overBase,
} from './servers.ts';
import { type Estimate, estimate, quartiles, ratio } from './statistics.ts';
import type { Verdict } from './suite.ts';
import { table } from './table.ts';

const shown = ({ median, error }: Estimate): string => `${median.toFixed(1)} ± ${error.toFixed(1)}`;

/** The table of one framework. `base` is what the costs are held against, in words. */
export function serverTable({ served, inMemory }: Figures, framework: string, base: string): string {
  const rows = served
    .filter(({ contender }) => contender.framework === framework)
    .map((one) => {
      const { contender, microseconds } = one;
      const within = find(inMemory, framework, contender.way);
      const cost = estimate(microseconds).median.toFixed(1);
      const costWithin = estimate(within.microseconds).median.toFixed(1);
      if (contender.way === contender.against) return [contender.says, cost, '', '', costWithin, ''];
      const against = find(served, framework, contender.against).microseconds;
      return [
        contender.says,
        cost,
        shown(estimate(overBase(served, one))),
        ratio(microseconds, against).median.toFixed(2),
        costWithin,
        shown(estimate(overBase(inMemory, within))),
      ];
    });
  const over = `over ${base}, µs`;
  return table([framework, 'CPU, µs a request', over, 'ratio', 'without the network, µs', over], rows);
}

/** A goal as a share of another contender, by default the one that it is held against; over a network and without one. */
export function verdictsOfShare(
  figures: Figures,
  { framework, way, against }: Pick<Contender, 'framework' | 'way'> & Partial<Pick<Contender, 'against'>>,
  most: number,
  base: string,
): readonly Verdict[] {
  return eachWay(figures, (measured, where): Verdict => {
    const { contender, microseconds } = find(measured, framework, way);
    const times = ratio(microseconds, find(measured, framework, against ?? contender.against).microseconds);
    return {
      goal: `${framework}, ${contender.says}: at most ${most.toFixed(2)} times ${base}${where}`,
      measured: `${times.median.toFixed(2)} ± ${times.error.toFixed(2)}`,
      reached: times.median <= most,
    };
  });
}

/** A goal to cost no more than another contender, as a share of what that costs. */
export function verdictsBelow(
  figures: Figures,
  framework: string,
  way: string,
  other: string,
): readonly Verdict[] {
  return eachWay(figures, (measured, where): Verdict => {
    const ours = find(measured, framework, way);
    const theirs = find(measured, framework, other);
    const times = ratio(ours.microseconds, theirs.microseconds);
    return {
      goal: `${framework}, ${ours.contender.says}: no more than ${theirs.contender.says}${where}`,
      measured: `${times.median.toFixed(2)} ± ${times.error.toFixed(2)} times`,
      reached: times.median <= 1,
    };
  });
}

function eachWay<T>(
  { served, inMemory }: Figures,
  judge: (measured: readonly Measured[], where: string) => T,
): T[] {
  return [judge(served, ''), judge(inMemory, ', without the network')];
}

/** The same server twice, by framework: what is smaller than this is nothing. */
export function controlTable(
  { served, inMemory }: Figures,
  isControl: (contender: Contender) => boolean,
): string {
  const rows = served
    .filter(({ contender }) => isControl(contender))
    .map((again) => {
      const { framework, way } = again.contender;
      const differences = overBase(served, again);
      const [first, third] = quartiles(differences);
      return [
        framework,
        shown(estimate(differences)),
        `${first.toFixed(1)} to ${third.toFixed(1)}`,
        shown(estimate(overBase(inMemory, find(inMemory, framework, way)))),
      ];
    });
  const head = ['A/A', 'median difference, µs', 'half of all starts, µs', 'without the network, µs'];
  return `The control: the same server twice. What is smaller than this is nothing.

${table(head, rows)}`;
}

/** How a server is measured, in words; each suite adds what is its own. */
export function serverMethod(full: boolean): string {
  const { starts, rounds, requests } = effortOf(full);
  const within = memoryEffortOf(full);
  return `Each server is a process of its own with NODE_ENV=production and one route; a client in the parent keeps 8 connections of
HTTP/1.1 on loopback busy, without pipelining. A figure is \`process.cpuUsage()\` of the server, user and system, around a
batch of ${requests.toLocaleString('en')} requests. All servers take turns, in an order that changes from round to round.

The same server, started again, differs by up to 40 %, because V8 compiles it in another order and memory lies elsewhere; batches of
one start differ less. So all are started ${starts} times, and of each start counts the cheapest of ${rounds} batches: what others do on
the machine only ever adds. A figure is the median over the starts, "over" the median of the difference in the same start, ± its 95 %
interval. A verdict closer to its goal than the control is to 0 is open.

"Without the network" is the CPU of servers that ask themselves: the same bytes, parser, framework and 8 connections, but the
connections lie in the memory of the process, and no system call is in the figure. On a machine whose system calls are dear,
as in a sandbox, those are most of the first figure and nearly all of its noise. There are ${within.starts} starts here, with ${within.rounds}
batches of ${within.requests.toLocaleString('en')} requests.`;
}
