/** Something that is done by hand, by us and by others, and where RESULTS.md has its figures. */
interface Source {
  readonly what: string;
  readonly suite: string;
  /** The first cell of the head of the table. */
  readonly table: string;
  /** The first cells of the rows; a row that begins with it will do. */
  readonly ours: string;
  readonly peers: readonly string[];
  /** True if the ratio is of what is done in a time, and not of what it takes. */
  readonly isRate?: boolean;
}

/** What something costs, in times of what it costs by hand. */
export interface Cost {
  readonly what: string;
  readonly ours: number;
  /** The one that costs least of those that do the same; undefined if nobody else does. */
  readonly peer: { readonly name: string; readonly ratio: number } | undefined;
}

const HTTP_ERRORS = ['http-errors, handler written by hand', 'Boom, handler written by hand'];
const FRAMEWORKS = { express5: 'Express 5', koa3: 'Koa 3' } as const;

const SOURCES: readonly Source[] = [
  ...Object.entries(FRAMEWORKS).flatMap(([table, name]): Source[] => [
    {
      what: `${name}: a 200, errorHandler and handle`,
      suite: 'stack',
      table,
      ours: 'errorHandler and handle',
      peers: [],
    },
    {
      what: `${name}: a 200, and rateLimit`,
      suite: 'stack',
      table,
      ours: 'and rateLimit',
      peers: ['a limiter written by hand'],
    },
    {
      what: `${name}: a 200 behind everything`,
      suite: 'stack',
      table,
      ours: 'and everything',
      peers: ['everything written by hand'],
    },
    {
      what: `${name}: an error response`,
      suite: 'responses',
      table,
      ours: 'statuskit: throw',
      peers: HTTP_ERRORS,
    },
  ]),
  {
    what: 'Express 5: a 304',
    suite: 'conditional',
    table: 'express5',
    ours: '304 by version tag: conditional(load)',
    peers: ['304 by version tag: Express: handler sets the tag, res.json()'],
  },
  {
    what: 'Koa 3: a 304',
    suite: 'conditional',
    table: 'koa3',
    ours: '304 by version tag: conditional(load)',
    peers: ['304 by version tag: koa-conditional-get: handler sets the tag'],
  },
  {
    what: 'Express 5: a rate limit',
    suite: 'limiter',
    table: 'express5',
    ours: 'statuskit: rateLimit(), one policy',
    peers: ['rate-limiter-flexible: consume() by hand, three fields', 'express-rate-limit'],
  },
  {
    what: 'Koa 3: a rate limit',
    suite: 'limiter',
    table: 'koa3',
    ours: 'statuskit: rateLimit(), one policy',
    peers: ['rate-limiter-flexible: consume() by hand, three fields', 'koa-ratelimit'],
  },
  { what: 'a bare server, protected', suite: 'server', table: 'http', ours: 'protect()', peers: [] },
  {
    what: 'making an error',
    suite: 'construction',
    table: 'construction',
    ours: 'new NotFound()',
    peers: ['new createError.NotFound()', 'boom.notFound(message)'],
  },
  {
    what: 'a hit in memory',
    suite: 'memory',
    table: 'in memory',
    ours: 'statuskit: consume(), one policy',
    peers: [
      'express-rate-limit: MemoryStore.increment()',
      'rate-limiter-flexible: RateLimiterMemory.consume()',
      'koa-ratelimit: its memory limiter',
    ],
  },
  {
    what: 'a hit in Redis',
    suite: 'redis',
    table: 'in Redis',
    ours: 'statuskit, one policy',
    peers: ['rate-limit-redis', 'rate-limiter-flexible: RateLimiterRedis'],
    isRate: true,
  },
];

const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** Returns the rows of the table of a section whose head begins with this cell. */
function rowsOf(section: string, table: string): readonly (readonly string[])[] {
  const lines = section.split('\n');
  const head = lines.findIndex((line) => line.startsWith('|') && cellsOf(line)[0] === table);
  if (head < 0) return [];
  const end = lines.findIndex((line, at) => at > head && !line.startsWith('|'));
  return lines.slice(head, end < 0 ? undefined : end).map(cellsOf);
}

function ratioIn(rows: readonly (readonly string[])[], label: string): number | undefined {
  const [head = []] = rows;
  const row = rows.find(([first]) => first === label) ?? rows.find(([first]) => first?.startsWith(label));
  const ratio = Number.parseFloat(row?.[head.indexOf('ratio')] ?? '');
  return Number.isNaN(ratio) ? undefined : ratio;
}

/** Reads the figures of the last run of each suite. `sectionOf` returns the section of one, if it has been run. */
export function costsIn(sectionOf: (suite: string) => string | undefined): readonly Cost[] {
  return SOURCES.flatMap(({ what, suite, table, ours, peers, isRate = false }): Cost[] => {
    const rows = rowsOf(sectionOf(suite) ?? '', table);
    const costOf = (label: string): number | undefined => {
      const ratio = ratioIn(rows, label);
      return ratio !== undefined && isRate ? 1 / ratio : ratio;
    };
    const own = costOf(ours);
    if (own === undefined) return [];
    const known = peers.flatMap((name) => {
      const ratio = costOf(name);
      return ratio === undefined ? [] : [{ name, ratio }];
    });
    return [{ what, ours: own, peer: known.toSorted((a, b) => a.ratio - b.ratio)[0] }];
  });
}
