import type { IncomingMessage } from 'node:http';
import { constants } from 'node:os';
import {
  allowFunction,
  expected,
  type OptionNames,
  requireObject,
  type ShedOptions,
  warnOfUnknown,
} from '@statuskit/core/adapter';
import type { ReportListener } from './answer.ts';
import type { DrainOptions } from './drain.ts';
import { checkReadiness, type HealthOptions } from './health.ts';
import { allowSeconds } from './seconds.ts';

/** Signals that end a process or stop it without asking. */
const UNSEEN: ReadonlySet<string> = new Set(['SIGKILL', 'SIGSTOP']);

/** How slowly a request may arrive. Seconds, which may be fractions; 0 is any time. */
export interface Timeouts {
  /** The time for the head of a request. Default: the server's `headersTimeout`, which is 60 unless set. */
  readonly headers?: number | undefined;
  /**
   * The time for a whole request, content included, but not for its answer. It does not run while the server is not reading.
   * Default: the server's `requestTimeout`, which is 300 unless set.
   */
  readonly request?: number | undefined;
  /**
   * How long a connection may be idle between two requests; a session of HTTP/2 is told to go away then. Default: the server's
   * `keepAliveTimeout`, which is 5 unless set.
   */
  readonly keepAlive?: number | undefined;
}

/** What `protect` does to a server. */
export interface ProtectOptions {
  /** How the server is drained. Default: on SIGTERM, with a delay of 5 seconds and a deadline of 25. */
  readonly drain?: DrainOptions | undefined;
  /** How slowly requests may arrive. Default: as the server has it. */
  readonly timeouts?: Timeouts | undefined;
  /** The paths of health checks, answered before the application. Default: none. */
  readonly health?: HealthOptions | undefined;
  /**
   * Whether requests are shed with a 503 if the process is overloaded, and how; health checks never are. Default: false.
   */
  readonly shed?: boolean | ShedOptions<IncomingMessage> | undefined;
  /**
   * Called once for each answer that is made below the framework; the same function as `errorHandler`'s. Default: one record
   * on the console for what is the server's fault, nothing for what a client did.
   */
  readonly report?: ReportListener | undefined;
}

/** Reports whether a process can listen to a signal. */
function isSignal(name: unknown): boolean {
  return typeof name === 'string' && Object.hasOwn(constants.signals, name) && !UNSEEN.has(name);
}

/** The names of what `protect` takes. */
export const NAMES: OptionNames<ProtectOptions> = {
  drain: true,
  timeouts: true,
  health: true,
  shed: true,
  report: true,
};

const DRAIN: OptionNames<DrainOptions> = {
  delay: true,
  deadline: true,
  signals: true,
};

const TIMEOUTS: OptionNames<Timeouts> = {
  headers: true,
  request: true,
  keepAlive: true,
};

const HEALTH: OptionNames<HealthOptions> = {
  live: true,
  ready: true,
  checks: true,
  timeout: true,
};

/**
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number of seconds is negative or above 2,147,482.
 */
export function checkOptions(options: ProtectOptions): void {
  allowFunction('report', options.report);
  const { drain, timeouts, health, shed } = options;
  if (shed !== undefined && typeof shed !== 'boolean') requireObject('shed', shed, 'a boolean or an object');
  for (const [name, value] of Object.entries({ drain, timeouts, health })) {
    if (value !== undefined) requireObject(name, value);
  }
  warnOfUnknown('drain', drain ?? {}, DRAIN);
  warnOfUnknown('timeouts', timeouts ?? {}, TIMEOUTS);
  warnOfUnknown('health', health ?? {}, HEALTH);
  for (const name of ['headers', 'request', 'keepAlive'] as const) {
    allowSeconds(`timeouts.${name}`, timeouts?.[name]);
  }
  for (const name of ['delay', 'deadline'] as const) allowSeconds(`drain.${name}`, drain?.[name]);
  const { signals } = drain ?? {};
  if (signals !== undefined && !(Array.isArray(signals) && signals.every(isSignal)))
    throw new TypeError(expected('drain.signals', "a list of signals, such as ['SIGTERM']", signals));
  for (const name of ['live', 'ready'] as const) {
    const path: unknown = health?.[name];
    if (path !== undefined && !(typeof path === 'string' && /^\/[^?#]*$/.test(path))) {
      throw new TypeError(expected(`health.${name}`, "a path that begins with '/', without a query", path));
    }
  }
  if (health !== undefined) checkReadiness('health', health);
}
