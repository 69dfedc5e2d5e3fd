// Runs before and after each test of the project: what fails a test, whatever the test looks at. The hooks run twenty thousand times, so
// they are one pair, without spies, and expect something only of a test that fails.
import { statSync } from 'node:fs';
import { afterEach, beforeEach, expect, vi } from 'vitest';
// The matchers of @statuskit/testing, in every test of this project.
import '@statuskit/testing/vitest';
import { linted } from './linted.ts';
import { watched } from './problem-watch.ts';

// After the stat of a socket, Node 20 resolves no symbolic link until another stat. A worker that removed the directory of a database with
// its socket would load the next file's packages by their links, and these would find packages of other versions.
statSync('.');

// A test that prints hides a report nobody asked for: it fails. A test that expects output mocks the method itself.
const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
const real = methods.map((method) => [method, console[method]] as const);
let printed: string[] = [];
const recorders = methods.map(
  (method) => [method, (...args: unknown[]) => void printed.push(`${method}: ${args.join(' ')}`)] as const,
);

beforeEach(() => {
  printed = [];
  for (const [method, record] of recorders) console[method] = record;
  const register = watched();
  register.faults = [];
  register.seen = 0;
  linted().errors = [];
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const [method, print] of real) console[method] = print;
  if (printed.length > 0) expect(printed, 'printed on the console').toEqual([]);
  const { faults } = watched();
  if (faults.length > 0) expect(faults, 'sent as a problem document').toEqual([]);
  const { errors } = linted(); // responses that break a MUST
  if (errors.length > 0) expect(errors, 'found by lint').toEqual([]);
});
