import { afterEach, beforeEach, expect, vi } from 'vitest';

// A test that prints hides a report nobody asked for: it fails. A test that expects output mocks the method itself.
const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  for (const method of methods) {
    vi.spyOn(console, method).mockImplementation(
      (...args: unknown[]) => void printed.push(`${method}: ${args.join(' ')}`),
    );
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(printed, 'printed on the console').toEqual([]);
});
