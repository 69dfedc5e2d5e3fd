// What the guides say to write compiles: their blocks, and both sides of their tables. The compiler is started once for all
// of them, and by no particular version of Node: so this is a part of `pnpm run types`, and the blocks are run by
// `test/integration/guides`.
import { readdirSync } from 'node:fs';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { EXAMPLES } from '../../site/src/statuses/examples.ts';
import { programOf } from '../../site/src/statuses/programs.ts';
import { FROM_BOOM, FROM_HTTP_ERRORS, FROM_KOA, STAND_INS, sourceOf } from '../integration/guides/pairs.ts';
import { complaintsOf, readGuide } from '../setup/guide.ts';

const names = readdirSync(new URL('../../docs/guides', import.meta.url))
  .filter((file) => file.endsWith('.md'))
  .map((file) => file.replace(/\.md$/, ''));
const readmes = readdirSync(new URL('../../packages', import.meta.url)).map(
  (name) => `../../packages/${name}/README`,
);
const blocks = [...names, ...readmes]
  .map(readGuide)
  .flatMap(({ name, blocks }) =>
    blocks.flatMap(({ language, code }, index) =>
      language === 'ts' ? [[`${name.replaceAll(/\W/g, '-')}-${index}.ts`, `${code}\nexport {};\n`]] : [],
    ),
  );
const tables = [FROM_BOOM, FROM_HTTP_ERRORS, FROM_KOA].map((table) => [
  `${table.guide}-pairs.ts`,
  sourceOf(table),
]);

// The programs on the pages of statuses.
const programs = Object.entries(EXAMPLES).flatMap(([status, example]) =>
  (['express', 'koa'] as const).map((framework) => {
    const known = new Set(Object.keys(framework === 'express' ? forExpress : forKoa));
    return [
      `status-${status}-${framework}.ts`,
      `${example ? programOf(example, framework, known) : ''}\nexport {};\n`,
    ];
  }),
);

// Proof that the compiler sees them at all.
const wrong = `import { Unauthorized } from '@statuskit/core';\nnew Unauthorized();`;
const complaints = complaintsOf({
  ...STAND_INS,
  ...Object.fromEntries([...blocks, ...tables, ...programs]),
  'wrong.ts': wrong,
});
const others = complaints.filter((complaint) => !complaint.startsWith('wrong.ts: '));
if (others.length > 0 || complaints.length !== 1) {
  throw new Error(`docs/guides: ${others.join('\n') || 'the compiler has seen nothing'}`);
}
