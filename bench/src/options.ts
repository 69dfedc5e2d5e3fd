/** How long to measure. */
export interface Effort {
  /** Whether the figures are worth keeping. */
  readonly full: boolean;
  readonly responses: { readonly rounds: number; readonly requests: number; readonly warmUp: number };
  readonly construction: { readonly rounds: number; readonly errors: number };
}

const FULL: Effort = {
  full: true,
  responses: { rounds: 300, requests: 500, warmUp: 25_000 },
  construction: { rounds: 400, errors: 200 },
};

const QUICK: Effort = {
  full: false,
  responses: { rounds: 8, requests: 250, warmUp: 5000 },
  construction: { rounds: 50, errors: 100 },
};

/** Reads the command line. */
export function effortOf(args: readonly string[]): Effort {
  const unknown = args.find((arg) => arg !== '--quick' && arg !== '--');
  if (unknown !== undefined) throw new TypeError(`expected --quick or nothing, got ${unknown}`);
  return args.includes('--quick') ? QUICK : FULL;
}
