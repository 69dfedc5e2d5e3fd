// One request to each framework whose handler throws, in a process of its own, since Node then runs the source files as they
// are. Prints the files of `src` of which a function runs from the throw until the framework has the content of the answer.
import type { ServerResponse } from 'node:http';
import { type Profiler, Session } from 'node:inspector';
import { NotFound } from '@statuskit/core';
import type Koa from 'koa';
import { FRAMEWORKS, type Framework, serve } from '../../setup/frameworks.ts';

const session = new Session();
session.connect();
session.post('Profiler.enable');
// By function and with counts: taking the coverage sets them to zero.
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

/** The files that were entered since the last call. The session is of this thread, so it answers in the same call. */
function takeFiles(): string[] {
  let scripts: Profiler.ScriptCoverage[] = [];
  session.post('Profiler.takePreciseCoverage', (error, found) => {
    if (error !== null) throw error;
    scripts = found.result;
  });
  return scripts.flatMap(({ url, functions }) => {
    const [, file] = /\/packages\/(\w+\/src\/.+)$/.exec(url) ?? [];
    const isEntered = functions.some(({ ranges }) => ranges.some(({ count }) => count > 0));
    return file !== undefined && isEntered ? [file] : [];
  });
}

function atEnd(response: ServerResponse, then: () => void): void {
  const end = response.end as (...args: unknown[]) => ServerResponse;
  response.end = (...args: unknown[]) => {
    then();
    return end.apply(response, args);
  };
}

/** Koa calls `end` after all middleware, the report of the failure included. What counts is when it receives the content. */
function atBody({ response }: Koa, then: () => void): void {
  const body = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(response), 'body');
  Object.defineProperty(response, 'body', {
    ...body,
    set(this: unknown, value: unknown) {
      then();
      body?.set?.call(this, value);
    },
  });
}

async function filesOf(framework: Framework): Promise<string[]> {
  let files: string[] | undefined;
  const take = (): void => {
    files ??= takeFiles();
  };
  function thrower({ response }: { readonly response: ServerResponse }): never {
    if (framework.startsWith('express')) atEnd(response, take);
    const error = new NotFound('no such note');
    takeFiles();
    throw error;
  }
  const { port, close } = await serve(
    framework,
    { 'GET /notes/:id': thrower },
    { handle: false, koaOutside: (app) => atBody(app, take) },
  );
  try {
    const { status } = await fetch(`http://127.0.0.1:${port}/notes/1`);
    if (status !== 404 || files === undefined) throw new Error(`${framework}: no coverage, status ${status}`);
    return files.sort();
  } finally {
    await close();
  }
}

const lists: Partial<Record<Framework, string[]>> = {};
for (const framework of FRAMEWORKS) lists[framework] = await filesOf(framework);
console.log(JSON.stringify(lists));
