import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Finding, type LintMiddleware, lint, RULES } from '@statuskit/testing';

// The servers of the tests run under `lint` in mode 'throw': a response that breaks a MUST becomes a 500. What is found is noted here, and
// each-test.ts fails the test. Programs that are not tests use the servers as well.

/**
 * Rules that a test breaks on purpose, each with the reason: `{ 'content-on-204': 'the handler writes it itself' }`. `everything`
 * leaves `lint` out.
 */
export type LintExceptions = Readonly<Record<string, string>>;

/** Samples of a 405 are thrown by routes for GET, whatever their Allow lists. */
export const ANY_405: LintExceptions = Object.fromEntries(
  ['405-for-routed-method', 'allow-of-refused-method', 'allow-of-route'].map((rule) => [
    rule,
    'a 405 with any Allow is thrown by a route for GET',
  ]),
);

// One register for the worker, whose modules are shared by several test files.
const REGISTER: unique symbol = Symbol.for('statuskit.test.linted') as never;
const home = globalThis as { [REGISTER]?: { errors: string[] } };

/** What was found since the last test began. */
export function linted(): { errors: string[] } {
  home[REGISTER] ??= { errors: [] };
  return home[REGISTER];
}

/** Handlers of tests say no more than their test needs. */
const WARNINGS = RULES.filter(({ level }) => level === 'warning').map(({ id }) => id);

function heard({ method, route, status, rule, message, section, source }: Finding): void {
  linted().errors.push(`${method} ${route} ${status}: ${message} (${rule}, ${section}) ${source}`);
}

/** Returns `lint` without the rules that a test breaks on purpose; undefined if it is to be left out. */
export function lintFor(exceptions: LintExceptions = {}): LintMiddleware | undefined {
  if (exceptions['everything'] !== undefined) return undefined;
  return lint({ mode: 'throw', ignore: [...WARNINGS, ...Object.keys(exceptions)], report: heard });
}

/** Returns a listener whose responses are linted. */
export function lintListener(listener: RequestListener, exceptions?: LintExceptions): RequestListener {
  const judge = lintFor(exceptions);
  if (judge === undefined) return listener;
  return (request: IncomingMessage, response: ServerResponse) =>
    judge(request, response, () => void listener(request, response as never));
}
