import type { TestProject } from 'vitest/node';
import { findProgram } from './programs.ts';
import { startRedis } from './redis-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The URL of a Redis server that the files of a project share; a test keeps to a prefix of its own. */
    redisUrl: string;
  }
}

/** Starts what suites share; the function that is returned ends it. */
export default async function startServices(project: TestProject): Promise<() => Promise<void>> {
  // A machine without the program has the suites that need it reported as not run: `describeWith`.
  if (findProgram('redis-server') === undefined) return async () => {};
  const redis = await startRedis();
  project.provide('redisUrl', redis.url);
  return () => redis.stop();
}
