// Services of others, as it were: each has its own tests, which pass before and after it moves to statuskit.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { withDiffs } from '../setup/adoption-diff.ts';

const adoption = fileURLToPath(new URL('../adoption/', import.meta.url));

interface Run {
  readonly code: number | null;
  readonly output: string;
}

function runSuite(service: string, state: string, program: string, args: readonly string[]): Promise<Run> {
  const cwd = `${adoption}${service}`;
  const script = createRequire(`${cwd}/package.json`).resolve(program);
  const env = { ...process.env, STATE: state, NODE_OPTIONS: '', FORCE_COLOR: '0' };
  const child = spawn(process.execPath, [script, ...args], { cwd, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += String(part)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

it.each(['before', 'after'])('Express 4 on Jest 26, %s', { timeout: 120_000 }, async (state) => {
  const { code, output } = await runSuite('express', state, 'jest/bin/jest.js', [
    '--config',
    'jest.config.json',
    '--no-cache',
  ]);
  expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/Tests: +29 passed, 29 total/) });
});

it.each(['before', 'after'])('Koa 2 on mocha, %s', { timeout: 120_000 }, async (state) => {
  const { code, output } = await runSuite('koa', state, 'mocha/bin/mocha.js', ['service.suite.js']);
  expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/13 passing/) });
});

it('the guide shows what has changed', () => {
  const guide = readFileSync(new URL('../../docs/guides/from-your-own-errors.md', import.meta.url), 'utf8');
  expect(withDiffs(guide)).toBe(guide);
});
