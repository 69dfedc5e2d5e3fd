import { Conflict, type Job } from '@statuskit/core';
import Ajv2020 from 'ajv/dist/2020.js';
import type { Express } from 'express';
import { describe, expect, it, vi } from 'vitest';
import { readGuide, run, unquoted } from '../../setup/guide.ts';
import { listenHere, problemOf } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';
import { modulesFor } from './modules.ts';

const guide = readGuide('batches-and-pages');
const [BATCH = '', PAGE = '', JOB = ''] = guide.blocks.map(({ code }) => code);
const SHOWN = JSON.parse(/<!-- run -->.*?```json\n(.*?)```/s.exec(guide.text)?.[1] ?? '') as object;
const SCHEMA = JSON.parse(/<!-- schema -->\n```json\n(.*?)```/s.exec(guide.text)?.[1] ?? '') as object;
const LINKS = /```http\n(.*?)```/s.exec(guide.text)?.[1] ?? '';
const isBatch = new Ajv2020.default().compile(SCHEMA);

describe.each(['express4', 'express5'] as const)('the batch of the guide on %s', (framework) => {
  const post = async (items: unknown) => {
    const names = new Set(['ada']);
    const users = {
      has: (name: string) => names.has(name),
      add: (name: string) => {
        if (name === 'db') throw new Error('pg-7 is down');
        return 7;
      },
    };
    const { app } = run(BATCH, { ...modulesFor(framework), './users.ts': { users } }) as { app: Express };
    const { port } = await listenHere(app);
    return request(
      port,
      'POST',
      '/users/batch',
      { 'content-type': 'application/json' },
      JSON.stringify(items),
    );
  };

  it('answers as the guide shows', async () => {
    const response = await post([{ ref: 'a', name: 'ada' }, { name: 'bob' }, { name: 'eve', manager: 'a' }]);
    expect(response.status).toBe(207);
    expect(problemOf(response)).toEqual(SHOWN);
    expect(isBatch(SHOWN), JSON.stringify(isBatch.errors)).toBe(true);
  });

  it('of any outcome is of the schema', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const items of [[], [{ name: 'bob' }], [{ name: 'db' }, { ref: 'x', name: 'ada' }]]) {
      const body = problemOf(await post(items));
      expect(isBatch(body), JSON.stringify(isBatch.errors)).toBe(true);
    }
    for (const wrong of [
      {},
      { succeeded: 1, failed: 0, items: [{}] },
      { succeeded: 1, failed: 0, items: [{ status: 404 }] },
      { succeeded: 1, failed: 0, items: [{ status: 200, problem: { type: 'a', title: 'b', status: 404 } }] },
    ]) {
      expect(isBatch(wrong)).toBe(false);
    }
  });
});

describe.each(['express4', 'express5'] as const)('the pages of the guide on %s', (framework) => {
  const airports = ['AEY', 'EGS', 'IFJ', 'KEF', 'RKV'].map((code) => ({ code }));
  const get = async (target: string) => {
    const { app } = run(PAGE, { ...modulesFor(framework), './airports.ts': { airports } }) as {
      app: Express;
    };
    const { port } = await listenHere(app);
    return request(port, 'GET', target);
  };

  it('have the links that the guide shows', async () => {
    const { fields, body } = await get('/airports?country=IS&limit=2&page=2');
    expect(`Link: ${fields['link']?.join('\nLink: ')}\n`).toBe(LINKS);
    expect(body).toBe('[{"code":"IFJ"},{"code":"KEF"}]');
  });

  it('refuse what the guide says, and lead on by cursor', async () => {
    const refused = await get('/airports?limit=51');
    expect([refused.status, problemOf(refused)['errors']]).toEqual([
      400,
      [{ detail: 'must be a whole number, 1 to 50', parameter: 'limit' }],
    ]);
    const first = await get('/arrivals?limit=4');
    const next =
      /<(.*)>; rel="next"/
        .exec(first.fields['link']?.join() ?? '')?.[1]
        ?.split('<')
        .at(-1) ?? '';
    const last = await get(next);
    expect([last.body, last.fields['link']]).toEqual([
      '[{"code":"RKV"}]',
      ['</arrivals?limit=4>; rel="first"'],
    ]);
    expect((await get('/arrivals?cursor=Nw')).status).toBe(400);
  });
});

describe.each(['express4', 'express5'] as const)('the job of the guide on %s', (framework) => {
  const ROWS = guide.rowsUnder('A job');
  const serveJobs = async () => {
    const made = run(JOB, modulesFor(framework)) as { app: Express; jobs: Map<string, Job> };
    return { port: (await listenHere(made.app)).port, jobs: made.jobs };
  };

  it('is accepted, and its monitor reports the progress', async () => {
    const { port } = await serveJobs();
    const { status, fields } = await request(port, 'POST', '/exports');
    expect([status, fields['location'], fields['retry-after']]).toEqual([202, ['/jobs/1'], ['2']]);
    const monitor = await request(port, 'GET', '/jobs/1');
    expect([monitor.status, monitor.fields['retry-after']]).toEqual([200, ['2']]);
    expect(problemOf(monitor)).toEqual({ state: 'running', progress: 45 });
    expect((await request(port, 'GET', '/jobs/2')).status).toBe(404);
  });

  it('has a response for each state, as the table says', async () => {
    const { port, jobs } = await serveJobs();
    for (const [job, response = ''] of ROWS) {
      const state = new Function('Conflict', `return ${unquoted(job)}`)(Conflict) as Job;
      jobs.set('1', state);
      const { status, fields } = await request(port, 'GET', '/jobs/1');
      expect([job, String(status)]).toEqual([job, response.slice(0, 3)]);
      expect(fields['retry-after'] !== undefined).toBe(state.state === 'queued' || state.state === 'running');
      expect(fields['location']).toEqual(status === 303 ? ['/exports/1.csv'] : undefined);
    }
    expect(ROWS).toHaveLength(6);
  });
});
