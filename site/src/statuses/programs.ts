import type { StatusExample } from './example.ts';

/** A framework as the pages show it. */
export type Shown = 'express' | 'koa';

const WORD = /[A-Za-z]\w*/g;

/** Strings do not count: `'batch'` in a text is no name. */
const namesIn = (code: string): Set<string> => new Set(code.replaceAll(/'[^']*'/g, '').match(WORD) ?? []);

const indented = (code: string): string => code.replaceAll(/^(?=.)/gm, '  ');

function handlerOf({ code }: StatusExample, framework: Shown): string {
  const isExpress = framework === 'express';
  const spoken = code
    .replaceAll('$request', isExpress ? 'req' : 'ctx')
    .replaceAll('$response', isExpress ? 'res' : 'ctx');
  const asked = code.includes('$response')
    ? isExpress
      ? '(_req, res)'
      : '(ctx)'
    : code.includes('$request')
      ? isExpress
        ? '(req)'
        : '(ctx)'
      : '()';
  const value = /^return ([^\n]*);$/.exec(spoken)?.[1];
  if (value !== undefined) return `${asked} => ${value.startsWith('{') ? `(${value})` : value}`;
  return `${asked} => {\n${indented(spoken)}\n}`;
}

function routeOf(example: StatusExample, framework: Shown): string {
  const [method = '', path = ''] = example.route.split(' ');
  const target = framework === 'express' ? 'app' : 'router';
  const handler = `handle(${handlerOf(example, framework)})`;
  const parts = [`'${path}'`, ...(example.use === undefined ? [] : [example.use]), handler];
  const line = `${target}.${method.toLowerCase()}(${parts.join(', ')});`;
  if (line.length <= 80) return line;
  return `${target}.${method.toLowerCase()}(\n${parts.map((part) => `${indented(part)},\n`).join('')});`;
}

/** Returns the program of an example, as a page shows it. `known` are the names that the adapter exports. */
export function programOf(example: StatusExample, framework: Shown, known: ReadonlySet<string>): string {
  const used = namesIn(`${example.use ?? ''} ${example.code}`);
  const own = [...used].filter((name) => known.has(name));
  const names = [...new Set([...own, 'errorHandler', 'handle', 'unmatched'])].sort((one, other) =>
    one.toLowerCase().localeCompare(other.toLowerCase()),
  );
  const route = routeOf(example, framework);
  if (framework === 'express') {
    return `import { ${names.join(', ')} } from '@statuskit/express';
import express from 'express';

const app = express();
${route}
app.use(unmatched());
app.use(errorHandler());
`;
  }
  return `import Router from '@koa/router';
import { ${names.join(', ')} } from '@statuskit/koa';
import Koa from 'koa';

const app = new Koa();
app.use(errorHandler());
const router = new Router();
${route}
app.use(router.routes());
app.use(unmatched());
`;
}
