import type { Construction } from './construction.ts';
import { FRAMEWORKS, type Framework } from './contenders.ts';
import { judgeConstruction, judgeResponses, overByHand, type Verdict } from './goals.ts';
import type { Effort } from './options.ts';
import type { Measured } from './responses.ts';
import { estimate, quartiles, ratio } from './statistics.ts';
import { table } from './table.ts';
import { versions } from './versions.ts';

/** All that was measured. */
export interface Results {
  readonly production: readonly Construction[];
  readonly development: readonly Construction[];
  readonly responses: readonly Measured[];
}

function responseTable(all: readonly Measured[], framework: Framework): string {
  const rows = all
    .filter(({ contender }) => contender.framework === framework)
    .map((one) => {
      const { contender, microseconds } = one;
      const cost = estimate(microseconds).median.toFixed(1);
      if (contender.way === contender.against) return [contender.says, cost, '', ''];
      const over = estimate(overByHand(all, one));
      const base = all.find(
        (other) => other.contender.framework === framework && other.contender.way === contender.against,
      );
      return [
        contender.says,
        cost,
        `${over.median.toFixed(1)} ± ${over.error.toFixed(1)}`,
        ratio(microseconds, base?.microseconds ?? []).median.toFixed(2),
      ];
    });
  return table([framework, 'CPU, µs a request', 'over by hand, µs', 'ratio'], rows);
}

function controls(all: readonly Measured[]): string {
  const rows = FRAMEWORKS.flatMap((framework) => {
    const again = all.find(
      ({ contender }) => contender.framework === framework && contender.way === 'by hand, again',
    );
    if (again === undefined) return [];
    const differences = overByHand(all, again);
    const { median, error } = estimate(differences);
    const [first, third] = quartiles(differences);
    return [
      [framework, `${median.toFixed(1)} ± ${error.toFixed(1)}`, `${first.toFixed(1)} to ${third.toFixed(1)}`],
    ];
  });
  return table(['A/A', 'median difference, µs', 'half of all rounds, µs'], rows);
}

function constructionTable({ production, development }: Results): string {
  const rows = production.map(({ maker, nanoseconds, ratio: times }, at) => {
    const developed = development[at];
    return [
      maker.says,
      nanoseconds.median.toFixed(0),
      times.median.toFixed(2),
      developed?.nanoseconds.median.toFixed(0) ?? '',
      developed?.ratio.median.toFixed(2) ?? '',
    ];
  });
  return table(['construction', 'production, ns', 'ratio', 'development, ns', 'ratio'], rows);
}

function verdictTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ goal, measured, reached }) => [
    goal,
    measured,
    reached ? 'reached' : 'MISSED',
  ]);
  return table(['goal', 'measured', 'verdict'], rows);
}

function method({ responses, construction }: Effort): string {
  return `Each server is a process of its own with NODE_ENV=production and one route, GET /notes/:id; a client in the parent keeps
8 connections of HTTP/1.1 on loopback busy, without pipelining. A figure is \`process.cpuUsage()\` of the server, user and
system, around a batch of ${responses.requests} requests. All servers take turns in one run of ${responses.rounds} rounds, and who begins changes from
round to round. "Over by hand" is the median over the rounds of the difference to the same answer without a throw, in the
same round; ± is its 95 % interval for these processes: from one start of a server to the next it shifts by as much as the
control shows, so a verdict closer to its goal than that is open. Before anything is measured the answers are compared: same status, fields and bytes,
but for the frameworks' defaults. "By hand" mounts no error handler, and after an await is held against by hand after
the same await (one turn of the event loop). Express has \`etag\` and \`x-powered-by\` off, and sends bytes, since it would add
a charset to the media type of a string. finalhandler is called without Express's logger, which prints each stack.

Construction: ${construction.rounds} rounds of ${construction.errors} errors each, 12 functions deep, in one process for each setting. In production a 4xx of ours keeps
one frame; the bare classes for 4xx (a base with a status, a leaf) get one frame as well, for nothing, and all others the
ten that are the default. A ratio is to the bare classes of the same status class.`;
}

/** The whole report in Markdown. Goals are judged by the median alone. */
export function report(results: Results, effort: Effort, date: string): string {
  const { production, development, responses } = results;
  return `# Results

${date}, ${process.platform} ${process.arch}; written by \`npm run bench\`. ${versions().join(', ')}.

## From throw to response

${FRAMEWORKS.map((framework) => responseTable(responses, framework)).join('\n\n')}

The control: the same server twice. What is smaller than this is nothing.

${controls(responses)}

## Making an error

${constructionTable(results)}

## Goals

${verdictTable([...judgeResponses(responses), ...judgeConstruction(production, development)])}

## Method

${method(effort)}
`;
}
