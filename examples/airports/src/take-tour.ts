import { randomUUID } from 'node:crypto';
import type { Stop } from './stop.ts';
import { tour } from './tour.ts';
import { type Answer, visit } from './tour-client.ts';
import { differences, faultsOf } from './tour-verdict.ts';

/** What came of one stop at both servers. */
export type Visit = {
  readonly stop: Stop;
  readonly express: Answer;
  readonly koa: Answer;
  /** What was not as expected, by server. */
  readonly faults: { readonly express: readonly string[]; readonly koa: readonly string[] };
  /** In what the two differ. */
  readonly differences: readonly string[];
};

/** Whether both servers answered as expected, and alike. */
export const wentWell = ({ faults, differences }: Visit): boolean =>
  faults.express.length + faults.koa.length + differences.length === 0;

/** Makes the whole tour at both servers, stop by stop. */
export async function* takeTour(servers: {
  readonly express: string;
  readonly koa: string;
  restart(server: 'express' | 'koa'): Promise<void>;
}): AsyncGenerator<Visit> {
  const run = randomUUID();
  let before: { readonly express: Answer; readonly koa: Answer } | undefined;
  for (const stop of tour) {
    const [express, koa] = await Promise.all([
      visit(servers.express, stop, {
        server: 'express',
        run,
        before: before?.express,
        restart: () => servers.restart('express'),
      }),
      visit(servers.koa, stop, {
        server: 'koa',
        run,
        before: before?.koa,
        restart: () => servers.restart('koa'),
      }),
    ]);
    before = { express, koa };
    yield {
      stop,
      express,
      koa,
      faults: { express: faultsOf(stop, express), koa: faultsOf(stop, koa) },
      differences: differences(express, koa),
    };
  }
}
