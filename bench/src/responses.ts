import { startChild } from './child.ts';
import { type Client, openClient } from './client.ts';
import type { Contender } from './contenders.ts';
import type { Effort } from './options.ts';
import { shuffled } from './order.ts';

/** A server that runs and is warm. */
interface Running {
  readonly contender: Contender;
  readonly client: Client;
  /** CPU of the server, in microseconds a request. */
  measure(requests: number): Promise<number>;
  close(): void;
}

/** A contender and what a request cost in each round. */
export interface Measured {
  readonly contender: Contender;
  readonly microseconds: readonly number[];
}

async function start(contender: Contender, server: URL): Promise<Running> {
  const child = startChild(server, [contender.framework, contender.way], 'production');
  const { port } = (await child.hear()) as { port: number };
  const client = await openClient(port);
  return {
    contender,
    client,
    async measure(requests) {
      await child.ask('start');
      await client.run(requests);
      const { cpuMicroseconds } = (await child.ask('stop')) as { cpuMicroseconds: number };
      return cpuMicroseconds / requests;
    },
    close() {
      client.close();
      child.close();
    },
  };
}

/** Status line, fields in order of name, body; without the date. */
function comparable(response: string): string {
  const [head = '', body = ''] = response.split('\r\n\r\n');
  const [statusLine = '', ...fields] = head.split('\r\n');
  const lines = fields.map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase()));
  return [statusLine, ...lines.filter((line) => !line.startsWith('date:')).toSorted(), '', body].join('\n');
}

/** A difference in cost means nothing unless the answers are the same. */
function assertSame(running: readonly Running[]): void {
  for (const { contender, client } of running) {
    if (contender.way === "framework's default") continue;
    const twin = running.find(
      (one) => one.contender.framework === contender.framework && one.contender.way === contender.against,
    );
    const [got, expected] = [comparable(client.response), comparable(twin?.client.response ?? '')];
    if (got !== expected) {
      throw new Error(`${contender.framework}, ${contender.says}: expected\n${expected}\ngot\n${got}`);
    }
  }
}

/**
 * Measures all contenders in one run: in each round each of them answers a batch, in an order that changes from round to
 * round, so that what else happens on the machine meets all alike.
 */
export async function measureResponses(
  contenders: readonly Contender[],
  effort: Effort['responses'],
  progress: (text: string) => void,
  server: URL = new URL('./server.ts', import.meta.url),
): Promise<readonly Measured[]> {
  const running: Running[] = [];
  try {
    for (const contender of contenders) running.push(await start(contender, server));
    assertSame(running);
    const measured = running.map((one) => ({ one, microseconds: [] as number[] }));
    for (const { one } of measured) await one.client.run(effort.warmUp);
    for (let round = 0; round < effort.rounds; round++) {
      if (round % 10 === 0) progress(`round ${round} of ${effort.rounds}`);
      for (const { one, microseconds } of shuffled(measured, round)) {
        microseconds.push(await one.measure(effort.requests));
      }
    }
    return measured.map(({ one, microseconds }) => ({ contender: one.contender, microseconds }));
  } finally {
    for (const one of running) one.close();
  }
}
