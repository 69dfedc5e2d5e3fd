import { randomUUID } from 'node:crypto';
import type { Stop } from './stop.ts';
import { visit } from './tour-client.ts';

/** Asks the two servers in turn with one API key, and tells what each said of what is left. */
export async function takeTurns(servers: {
  readonly express: string;
  readonly koa: string;
}): Promise<string[]> {
  const run = randomUUID();
  const stop: Stop = {
    name: 'one after the other',
    method: 'GET',
    path: '/airports/KEF',
    headers: { 'x-api-key': `demo-key-free-${run}` },
    expected: { status: 200 },
    show: [],
  };
  const lines: string[] = [];
  for (const server of ['express', 'koa', 'express', 'koa'] as const) {
    const { status, phrase, fields } = await visit(servers[server], stop, { server, run, before: undefined });
    lines.push(`${server.padEnd(8)} ${status} ${phrase}, ratelimit: ${fields.get('ratelimit') ?? 'none'}`);
  }
  return lines;
}
