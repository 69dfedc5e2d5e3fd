import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { complaintsOf, readGuide } from '../../setup/guide.ts';
import { FROM_HTTP_ERRORS, sourceOf } from './pairs.ts';

const names = readdirSync(new URL('../../../docs/guides', import.meta.url)).map((file) =>
  file.replace(/\.md$/, ''),
);
const guides = names.map(readGuide);

// The compiler is started once for all of them: that is most of what it costs.
it('what the guides say to write compiles', { timeout: 60_000 }, () => {
  const blocks = guides.flatMap(({ name, blocks }) =>
    blocks.flatMap(({ language, code }, index) =>
      language === 'ts' ? [[`${name}-${index}.ts`, `${code}\nexport {};\n`]] : [],
    ),
  );
  expect(blocks.length).toBeGreaterThan(5);
  const tables = [FROM_HTTP_ERRORS].map((table) => [`${table.guide}-pairs.ts`, sourceOf(table)]);
  const wrong = `import { Unauthorized } from '@statuskit/core';\nnew Unauthorized();`;
  const complaints = complaintsOf({ ...Object.fromEntries([...blocks, ...tables]), 'wrong.ts': wrong });
  expect(complaints).toEqual([expect.stringMatching(/^wrong\.ts: /)]);
});
