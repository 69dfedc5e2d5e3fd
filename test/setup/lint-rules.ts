// The table of docs/guides/lint-rules.md, made from the rules and from the examples that their test runs. `pnpm run docs` writes it.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RULES_BY_TOPIC } from '../../packages/testing/src/rules/index.ts';
import { EXAMPLES, type Example } from '../../packages/testing/test/examples.ts';
import { markdownTable } from './markdown-table.ts';
import { type Page, page } from './page.ts';

/** An exchange in one cell. */
function exchangeCell(text: string, { allow, httpVersion }: Partial<Example>): string {
  const [request = '', response = '', ...content] = text.split('\n\n');
  const lines = (part: string): string =>
    part
      .split('\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: one example has a control character
      .map((line) => `\`${line.replaceAll('|', '\\|').replaceAll(/[\x00-\x1f]/g, '␇')}\``)
      .join('<br>');
  const known = [
    ...(allow === undefined ? [] : [`route: ${allow.join(', ')}`]),
    ...(httpVersion === undefined ? [] : [`HTTP/${httpVersion}`]),
  ];
  const body =
    content.length === 0 ? [] : [content[0] === '(none)' ? '(no content)' : lines(content.join(' '))];
  return [lines(request), ...known, `→ ${lines(response)}`, ...body].join('<br>');
}

function row({ id, level, section, demand }: (typeof RULES_BY_TOPIC)[string][number]): string[] {
  const example = EXAMPLES[id];
  if (example === undefined) throw new Error(`expected an example of ${id}`);
  const { right, wrong, ...known } = example;
  return [
    `\`${id}\``,
    level === 'error' ? '**error**' : '_warning_',
    section,
    demand,
    exchangeCell(wrong, known),
    exchangeCell(right, known),
  ];
}

/** The guide to the rules. */
export function lintRulesPage(): Page {
  const head = ['rule', 'level', 'section', 'what it demands', 'breaks it', 'follows it'];
  const sections = Object.entries(RULES_BY_TOPIC).map(
    ([topic, rules]) => `\n## ${topic}\n\n${markdownTable(head, rules.map(row))}`,
  );
  return page('lint-rules.md', `${sections.join('')}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { file, wanted } = lintRulesPage();
  writeFileSync(file, wanted);
}
