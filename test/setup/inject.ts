import { IncomingMessage, ServerResponse } from 'node:http';
import inject, { type InjectOptions, type Response } from 'light-my-request';
import { type Framework, listenerOf, type Routes, type ServerOptions } from './frameworks.ts';

/** Asks an application of Express or Koa in memory. */
export async function injectInto(
  framework: Framework,
  routes: Routes,
  options: InjectOptions,
  server?: ServerOptions,
): Promise<Response> {
  const listener = listenerOf(framework, routes, server) as ReturnType<typeof listenerOf> &
    Partial<Record<'request' | 'response', object>>;
  try {
    return await inject(listener, options);
  } finally {
    // light-my-request changes what all requests of Express inherit from, in the whole process.
    for (const [name, prototype] of [
      ['request', IncomingMessage.prototype],
      ['response', ServerResponse.prototype],
    ] as const) {
      const own = listener[name];
      if (own !== undefined && 'handle' in listener)
        Object.setPrototypeOf(Object.getPrototypeOf(own), prototype);
    }
  }
}
