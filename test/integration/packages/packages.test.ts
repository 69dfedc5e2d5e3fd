import type { Report } from '@statuskit/core';
import { koaBody } from 'koa-body';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { problemOf, serveHere } from '../../setup/here.ts';
import type { RawResponse } from '../../setup/raw.ts';
import { answerOf, frameworksOf } from './observe.ts';
import { packagesPage, summary } from './page.ts';
import { type Answer, ASKED, KOA, type Row, SECRET } from './row.ts';
import { ROWS } from './rows.ts';

// A 401 without a challenge is warned of once, and some of these packages print.
beforeEach(() => {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

function requireAnswer(response: RawResponse, { status, fields = {}, members = {} }: Answer): void {
  expect(response.status).toBe(status);
  expect(response.fields['content-type']).toEqual(['application/problem+json']);
  const asked = ASKED.filter((name) => name in response.fields).map((name) => [
    name,
    response.fields[name]?.join(', '),
  ]);
  expect(Object.fromEntries(asked)).toEqual(fields);
  const { type, title, instance, ...problem } = problemOf(response);
  expect(problem).toMatchObject({ status, ...members });
  // Faults come with a sentence that names them.
  const named = 'errors' in members ? { detail: '', ...members } : members;
  expect(Object.keys(problem).sort()).toEqual(['status', ...Object.keys(named)].sort());
  expect(response.body + JSON.stringify(response.fields)).not.toContain(SECRET);
}

const cells = new Map<Row, string[]>();

describe.each(ROWS.map((row) => [`${row.name} (${row.folder}): ${row.throws}`, row] as const))(
  '%s',
  (_name, row) => {
    it.each(frameworksOf(row))('%s', async (framework) => {
      const reports: Report[] = [];
      const response = await answerOf(row, framework, { report: (report) => reports.push(report) });
      requireAnswer(response, row.answer);
      // Nobody is called at night because of what any client can cause.
      const levels = reports.map(({ level }) => level);
      expect(levels).toEqual([
        row.answer.status < 500 ? 'info' : row.answer.status === 503 ? 'warn' : 'error',
      ]);
      const cell = [summary(response)];
      if (row.option !== undefined) {
        const other = await answerOf(row, framework, row.option.errors);
        requireAnswer(other, row.option.answer);
        cell.push(summary(other));
      }
      // All frameworks answer alike.
      const first = cells.get(row) ?? cell;
      cells.set(row, first);
      expect(cell).toEqual(first);
    });
  },
);

// Statuses were right with this option, and what came with them was lost.
const REFUSERS = ['express-openapi-validator', 'express-oauth2-jwt-bearer', 'koa-body'];
describe.each(
  ROWS.filter(({ folder }) => REFUSERS.includes(folder)).map(
    (row) => [`${row.name}: ${row.throws}`, row] as const,
  ),
)("%s, with compat: 'trust-status'", (_name, row) => {
  it.each(frameworksOf(row))('%s: the same answer', async (framework) => {
    requireAnswer(await answerOf(row, framework, { compat: 'trust-status' }), row.answer);
  });
});

it.each(KOA)('%s: a client reads the 413 of koa-body while it uploads 12 MB', async (framework) => {
  const limited = koaBody({ multipart: true, formidable: { maxFileSize: 1_000_000 } });
  const { port } = await serveHere(
    framework,
    { 'POST /': () => 'reached' },
    { koa: (app) => void app.use(limited) },
  );
  const body = new FormData();
  body.set('file', new Blob(['x'.repeat(12_000_000)]), 'large.txt');
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ status: 413, detail: 'A file is too large.' });
});

describe('docs/guides/packages.md', () => {
  it('shows what was answered (pnpm run docs writes it)', () => {
    const { current, wanted } = packagesPage(cells);
    expect(current).toBe(wanted);
  });

  it('has at least 50 packages', () => {
    expect(new Set(ROWS.map(({ folder }) => folder)).size).toBeGreaterThanOrEqual(50);
  });
});
