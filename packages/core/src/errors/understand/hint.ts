import { classOf, isError, readStatus } from '../../read.ts';
import { isFromClientLibrary } from './foreign.ts';

interface ProcessLike {
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

// One register for each process, also if two copies of this module are loaded.
const REGISTER: unique symbol = Symbol.for('statuskit.hinted/1') as never;
const MOST_CLASSES = 100;

const BUILT_IN: ReadonlySet<string> = new Set([
  'AggregateError',
  'Error',
  'Object',
  'RangeError',
  'TypeError',
]);

function isDevelopment(): boolean {
  const { process } = globalThis as { process?: ProcessLike };
  const environment = process?.env?.['NODE_ENV'];
  return process !== undefined && environment !== 'production' && environment !== 'test';
}

function adviceFor(value: unknown, name: string, status: number, property: string): string {
  if (isFromClientLibrary(value)) {
    return 'It comes from a client for other servers. To answer 502 or 504: errorHandler({ rules: [rules.upstream] })';
  }
  if (BUILT_IN.has(name) || !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)) {
    const chosen = status < 500 ? '' : `, { status: ${status} }`;
    return `Throw httpError(${status}, message) instead, or admit it: errorHandler({ rules: [rules.from((error) => isMine(error)${chosen})] })`;
  }
  // `rules.from` takes no 5xx from an error unless it is told to.
  const chosen = status < 500 ? '' : `, { status: (error) => error.${property} }`;
  return `If it is yours, admit it: errorHandler({ rules: [rules.from(${name}${chosen})] })`;
}

/**
 * Prints, in development and once for each class, that a value with a status became a 500, and the line of code that
 * admits its class. Values without a status are mistakes, which the report shows.
 */
export function hintAt(value: unknown): void {
  if (!isDevelopment()) return;
  const own = readStatus(value, 'status');
  const status = own ?? readStatus(value, 'statusCode');
  if (status === undefined) return;
  const name = classOf(value) ?? (isError(value) ? 'Error' : 'Object');
  const home = globalThis as { [REGISTER]?: Set<string> };
  home[REGISTER] ??= new Set();
  const hinted = home[REGISTER];
  if (hinted.has(name) || hinted.size >= MOST_CLASSES) return;
  hinted.add(name);
  const property = own === undefined ? 'statusCode' : 'status';
  console.warn(
    `statuskit: ${/^\w{1,60}$/.test(name) ? name : 'an error'} with ${property} ${status} was answered with 500, since no rule ${status < 500 ? 'knows its class' : 'admits that status'}. ${adviceFor(value, name, status, property)}`,
  );
}
