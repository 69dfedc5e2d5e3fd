import { show } from '../arguments.ts';
import type { HttpError } from '../errors/http-error.ts';
import { InternalServerError } from '../errors/server-errors.ts';
import { notify } from '../hook.ts';
import { isError, read, readText } from '../read.ts';

/** One failure, as it is reported: after the status is known, once. */
export interface Report {
  /** What it was taken for. */
  readonly error: HttpError;
  /** What was thrown, unchanged. */
  readonly thrown: unknown;
  /** `error` for a 5xx, `warn` for a 503, `info` for a 4xx and for a client that went away. */
  readonly level: 'info' | 'warn' | 'error';
  /** The status that went out, or `aborted` where nobody was there to read it: a 499 in other logs. */
  readonly sent: number | 'aborted';
  /** The member `instance` that the client was shown. */
  readonly instance: string | undefined;
  /** The id of the request, where one is known. */
  readonly requestId: string | undefined;
  /** The method and the pattern of the route, or what is known of it. */
  readonly method: string | undefined;
  readonly route: string | undefined;
  /** The address of the client, where the failure was answered below the framework. */
  readonly address?: string | undefined;
}

/** How bad a failure is. */
export function levelOf(error: HttpError, clientIsGone: boolean): Report['level'] {
  if (clientIsGone || error.status < 500) return 'info';
  return error.status === 503 ? 'warn' : 'error';
}

const DEEPEST_CAUSE = 8;

/** Stack and chain of causes. Own members are left out: client libraries keep credentials there. */
function traceOf(thrown: unknown): string {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  for (let one = thrown; lines.length < DEEPEST_CAUSE && !seen.has(one); one = read(one, 'cause')) {
    seen.add(one);
    const trace = isError(one) ? (readText(one, 'stack') ?? readText(one, 'message')) : undefined;
    lines.push(`${lines.length === 0 ? '' : 'caused by: '}${trace ?? `thrown: ${describe(one)}`}`);
    if (!isError(one) || read(one, 'cause') === undefined) break;
  }
  return lines.join('\n');
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : show(value);
}

/** One record for a 5xx on the console, with stack and causes; nothing for a 4xx. */
export function printReport(report: Report): void {
  if (report.level === 'info') return;
  const { error, method, route, instance, requestId } = report;
  const facts = [
    `${error.status} ${readText(error, 'title') ?? ''}`,
    [method, route].filter((part) => part !== undefined).join(' '),
    instance === undefined ? '' : `instance ${instance}`,
    requestId === undefined ? '' : `request ${show(requestId)}`,
  ];
  const about = read(error, 'cause') === report.thrown || error === report.thrown ? report.thrown : error;
  console[report.level](`${facts.filter((part) => part !== '').join(', ')}\n${traceOf(about)}`);
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Names an occurrence: as the error does, or a 5xx by a UUID. */
export function instanceFor(error: HttpError, requestId: string | undefined): string | undefined {
  const own = readText(error, 'instance');
  if (own !== undefined || error.status < 500) return own;
  const uuid = requestId !== undefined && UUID.test(requestId) ? requestId : globalThis.crypto.randomUUID();
  return `urn:uuid:${uuid.toLowerCase()}`;
}

/** The framework's own way to report, if it has one. */
export interface Reporter {
  /** `reported` is true if the user's own `report` has been called. */
  announce?(report: Report, reported: boolean): void;
}

/** Tells a failure to whoever listens; the console hears of it where nobody does, or where the listener fails. */
export function report(
  record: Report,
  reporter: Reporter,
  own: ((report: Report) => void) | undefined,
): void {
  if (own !== undefined) notify(() => own(record), failedReport(record));
  if (reporter.announce !== undefined) {
    try {
      reporter.announce(record, own !== undefined);
    } catch (failure) {
      failedReport(record)(failure);
    }
  } else if (own === undefined) print(record);
}

/** A reporter that fails must lose neither what it was told nor its own failure. */
function failedReport(record: Report): (failure: unknown) => void {
  return (failure) => {
    const error = new InternalServerError({ log: 'the report of a failure failed', cause: failure });
    print(record);
    print({ ...record, error, thrown: failure, level: 'error' });
  };
}

function print(record: Report): void {
  notify(
    () => printReport(record),
    () => {},
  );
}
