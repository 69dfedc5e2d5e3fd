// Two hundred refusals for each client that is still writing, on a plain server and on ours: how many of them arrive.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@statuskit/node';
import { counts, parsing, refusing, SENT, sendTimes } from '../setup/writers.ts';

const TIMES = 200;

async function plain(listener: Parameters<typeof createServer>[1]): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Prints what came of each, and returns the promises that were not kept. */
export async function compareAnswers(): Promise<string[]> {
  const broken: string[] = [];
  const options = { host: '127.0.0.1', report() {}, drain: { signals: [] } };
  const servers = [
    { name: 'plain', server: await plain(refusing), parses: false },
    { name: 'statuskit', server: await serve(refusing, options), parses: false },
    { name: 'statuskit, body parser', server: await serve(parsing(), options), parses: true },
  ];
  console.log(`\nanswers: ${TIMES} refusals of a client that is still writing`);
  for (const [what, status, who, send] of SENT) {
    for (const { name, server, parses } of servers) {
      if (parses && status !== 413) continue;
      const { port } = server.address() as AddressInfo;
      const outcomes = counts(await sendTimes(send, port, TIMES));
      const lost = TIMES - (outcomes[status] ?? 0);
      console.log(`  ${status} for ${what}, ${who}, ${name}: ${lost} lost ${JSON.stringify(outcomes)}`);
      if (name !== 'plain' && lost > 0) broken.push(`answers: ${what}, ${who}, ${name}: ${lost} lost`);
    }
  }
  for (const { server } of servers) {
    server.close();
    server.closeAllConnections();
  }
  return broken;
}
