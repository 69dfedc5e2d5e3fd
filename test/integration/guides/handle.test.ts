import { Readable } from 'node:stream';
import { Conflict, created, NotFound, noContent, seeOther } from '@statuskit/core';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it } from 'vitest';
import { CREATE_EXPRESS, FRAMEWORKS, type Framework, KOA } from '../../setup/frameworks.ts';
import { readGuide, unquoted } from '../../setup/guide.ts';
import { listenHere, problemOf } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

const HEADINGS = ['Values', 'Streams and responses', 'Results and errors', 'What is a mistake'] as const;
const guide = readGuide('handle');

const SCOPE = { Readable, Conflict, created, NotFound, noContent, seeOther };

/** The value of an expression of the guide. */
function evaluate(expression: string): unknown {
  return new Function(...Object.keys(SCOPE), `return (${expression});`)(...Object.values(SCOPE));
}

async function portOf(framework: Framework, value: () => unknown): Promise<number> {
  if (framework === 'koa2' || framework === 'koa3') {
    const app = new KOA[framework]();
    app.use(forKoa.errorHandler({ report() {} })).use(forKoa.handle(value));
    return (await listenHere(app.callback())).port;
  }
  const app = CREATE_EXPRESS[framework]();
  app.get('/', forExpress.handle(value)).use(forExpress.errorHandler({ report() {} }));
  return (await listenHere(app)).port;
}

describe.each(HEADINGS)('the guide on handle: %s', (heading) => {
  const rows = guide.rowsUnder(heading);

  it('has rows', () => {
    expect(rows.length).toBeGreaterThan(3);
  });

  describe.each(FRAMEWORKS)('%s', (framework) => {
    it.each(rows.map((cells) => cells.map(unquoted)))(
      '%s is a %s',
      async (value = '', status, type, body) => {
        const response = await request(await portOf(framework, () => evaluate(value)), 'GET', '/');
        expect(String(response.status)).toBe(status);
        if (type !== 'any') expect(response.fields['content-type']?.[0] ?? 'none').toBe(type);
        if (body === 'a problem document') expect(problemOf(response)['status']).toBe(response.status);
        else if (body !== 'any') expect(response.body).toBe(body === 'empty' || body === 'none' ? '' : body);
      },
    );
  });
});
