import { type Finding, lint } from '@statuskit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeBy } from '../../../test/setup/openapi-operation.ts';
import { type FailureReport, logLine } from '../src/log-line.ts';
import { openApiDocument } from '../src/openapi.ts';
import { type Servers, startServers } from '../src/servers.ts';
import { takeTour, type Visit, wentWell } from '../src/take-tour.ts';
import { tour } from '../src/tour.ts';
import { paintFor, tableFoot, tableHead, tableRow } from '../src/tour-table.ts';

const reports: { readonly server: string; readonly report: FailureReport }[] = [];
const findings: Finding[] = [];
const visits: Visit[] = [];
let servers: Servers;

// A response that breaks a MUST becomes a 500, which the tour does not expect anywhere.
const watch = lint({ mode: 'throw', report: (finding) => void findings.push(finding) });

beforeAll(async () => {
  servers = await startServers({
    express: { report: (report) => void reports.push({ server: 'Express', report }), lint: watch },
    koa: { report: (report) => void reports.push({ server: 'Koa', report }), lint: watch },
  });
  for await (const visit of takeTour(servers)) visits.push(visit);
}, 120_000); // a whole PostgreSQL starts, and the tour waits when it is told to
afterAll(() => servers.close());

// Stops that write are seen by later ones, so the tour is taken whole and judged stop by stop.
const titles = tour.map(({ method, path, name }, at) => [`${method} ${path}: ${name}`, at] as const);

describe.each(titles)('%s', (_title, at) => {
  it.each(['express', 'koa'] as const)('is right on %s', (server) => {
    expect(visits[at]?.faults[server]).toEqual([]);
  });

  it('is the same on both', () => {
    expect(visits[at]?.differences).toEqual([]);
  });
});

it('no rule of the linter finds anything, on either server', () => {
  expect(findings).toEqual([]);
});

describe('the report', () => {
  it('hears of each failure once on each server', () => {
    const failing = tour.filter(({ expected }) => expected.status >= 400).length;
    expect(reports.filter(({ server }) => server === 'Express')).toHaveLength(failing);
    expect(reports.filter(({ server }) => server === 'Koa')).toHaveLength(failing);
  });

  it('has what the client was not told, under the instance that it was', () => {
    const boom = visits.find(({ stop }) => stop.path === '/boom');
    for (const [server, answer] of [
      ['Express', boom?.express],
      ['Koa', boom?.koa],
    ] as const) {
      const log = reports
        .map(({ server, report }) => logLine(server, report))
        .filter((line) => line?.startsWith(server));
      const { instance } = JSON.parse(answer?.content ?? '') as { readonly instance: string };
      expect(log.find((line) => line?.includes(instance))).toContain('hunter2');
    }
  });
});

describe('the OpenAPI document', () => {
  // Refused below the framework, before there is an operation.
  const BELOW = [431];

  it('lists each response of the tour, and describes its content', async () => {
    const judge = await judgeBy(openApiDocument());
    let judged = 0;
    const wrong: unknown[] = [];
    for (const { stop, express, koa } of visits) {
      for (const { status, fields, content } of stop.method === 'HEAD' ? [] : [express, koa]) {
        const type = fields.get('content-type') ?? '';
        const judgement = judge(stop.method, stop.path, status, type, content);
        if (judgement === undefined || BELOW.includes(status)) continue;
        judged += 1;
        if (!judgement.isListed || judgement.faults.length > 0)
          wrong.push([stop.method, stop.path, status, ...judgement.faults]);
      }
    }
    expect(wrong).toEqual([]);
    expect(judged).toBeGreaterThan(60);
  });
});

describe('the table', () => {
  const plain = paintFor({ isTTY: true }, { NO_COLOR: '1' });

  it('is plain text of at most 110 columns where no colours are wanted', () => {
    const text = [
      tableHead(plain),
      ...visits.map((visit, at) => tableRow(visit, at + 1, plain)),
      tableFoot(visits, plain),
    ].join('');
    expect(text.split('\n').filter((line) => line.length > 110)).toEqual([]);
    expect(text).not.toContain('\u001b');
    expect(text).toContain(`${tour.length} of ${tour.length} stops as expected`);
  });

  it('is coloured on a terminal, and nowhere else', () => {
    expect(tableFoot(visits, paintFor({ isTTY: true }, {}))).toContain('\u001b[');
    expect(tableFoot(visits, paintFor({}, {}))).not.toContain('\u001b');
  });

  it('says where the two differ, and what is not as expected', () => {
    const [first] = visits;
    if (first === undefined) throw new Error('expected a visit');
    const off: Visit = {
      ...first,
      koa: { ...first.koa, status: 500, phrase: 'Internal Server Error' },
      faults: { express: [], koa: ['expected 200, got 500'] },
      differences: ['status'],
    };
    expect(wentWell(off)).toBe(false);
    const row = tableRow(off, 1, plain);
    expect(row).toContain('the two differ in status');
    expect(row).toContain('Koa: expected 200, got 500');
    expect(tableFoot([first, off], plain)).toContain('1 of 2');
  });
});
