import type { IncomingMessage } from 'node:http';
import type { Decider } from '@statuskit/core/adapter';
import type { ReportListener } from './answer.ts';
import type { Drain } from './drain.ts';
import type { HealthHandler } from './health.ts';
import type { RequestCheck } from './request-check.ts';
import type { Sweep } from './sweep.ts';

/** What the guard of a server asks and calls. */
export interface GuardParts {
  readonly check: RequestCheck;
  readonly sweep: Sweep;
  readonly own: ReportListener | undefined;
  /** Where the drain stands; asked for each request. */
  readonly drain: () => Pick<Drain, 'state'>;
  /** The health checks, by path. */
  readonly health: ReadonlyMap<string, HealthHandler>;
  readonly shed: Decider<IncomingMessage> | undefined;
}
