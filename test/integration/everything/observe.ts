import { FRAMEWORKS, type Framework, listen } from '../../setup/frameworks.ts';
import { ANY_405, type LintExceptions } from '../../setup/linted.ts';
import { type RawResponse, request } from '../../setup/raw.ts';
import { CASES, type Case } from './cases.ts';
import { expressApp } from './express.ts';
import { koaApp } from './koa.ts';
import { ORIGIN } from './options.ts';
import { type Thrower, throwersFor } from './throwers.ts';
import { startUpstream } from './upstream.ts';

/** Who answers: statuskit, or the framework by itself. */
export type Answerer = 'statuskit' | 'framework';

/** What stood on the wire for each failure. */
export type Observed = ReadonlyMap<Case, RawResponse>;

/** The failures that an application of the framework has. */
export function casesOf(framework: Framework): readonly Case[] {
  return CASES.filter((one) => one[framework.startsWith('koa') ? 'koa' : 'express'] !== undefined);
}

function listener(
  framework: Framework,
  throwers: Readonly<Record<string, Thrower>>,
  answerer: Answerer,
): unknown {
  const isAdapted = answerer === 'statuskit';
  return framework === 'express4' || framework === 'express5'
    ? expressApp(framework, throwers, isAdapted)
    : koaApp(framework, throwers, isAdapted).callback();
}

/** What a framework answers by itself is shown as it is. */
const BY_ITSELF: LintExceptions = { everything: 'it is what statuskit is compared with' };

async function fire(framework: Framework, app: unknown, lint: LintExceptions): Promise<Observed> {
  const server = await listen(app, lint);
  const observed = new Map<Case, RawResponse>();
  const { error } = console;
  console.error = () => {}; // Express itself prints each error
  try {
    for (const one of casesOf(framework)) {
      const { id, method = 'POST', path = `/${id}`, fields = {}, body } = one;
      observed.set(one, await request(server.port, method, path, { origin: ORIGIN, ...fields }, body));
    }
  } finally {
    console.error = error;
    await server.close();
  }
  return observed;
}

/** Fires every failure at one application of each framework, with statuskit and without. */
export async function observe(): Promise<Readonly<Record<Answerer, ReadonlyMap<Framework, Observed>>>> {
  const upstream = await startUpstream();
  const throwers = throwersFor(upstream);
  const all = async (answerer: Answerer): Promise<ReadonlyMap<Framework, Observed>> => {
    const found = new Map<Framework, Observed>();
    for (const framework of FRAMEWORKS) {
      const app = listener(framework, throwers, answerer);
      found.set(framework, await fire(framework, app, answerer === 'framework' ? BY_ITSELF : ANY_405));
    }
    return found;
  };
  try {
    return { statuskit: await all('statuskit'), framework: await all('framework') };
  } finally {
    upstream.close();
  }
}
