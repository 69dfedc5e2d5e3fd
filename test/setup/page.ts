import { readFileSync } from 'node:fs';

const BEGIN = '<!-- begin of the table -->\n';
const END = '<!-- end of the table -->';

/** A page of docs/guides as it is, and as what its table is made of wants it. */
export interface Page {
  readonly file: URL;
  readonly current: string;
  readonly wanted: string;
}

/** The page of that name, with `table` between its two marks. */
export function page(name: string, table: string): Page {
  const file = new URL(`../../docs/guides/${name}`, import.meta.url);
  const current = readFileSync(file, 'utf8');
  const begin = current.indexOf(BEGIN) + BEGIN.length;
  const end = current.indexOf(END);
  if (begin < BEGIN.length || end < begin)
    throw new Error(`docs/guides/${name}: expected the two marks of the table`);
  return { file, current, wanted: current.slice(0, begin) + table + current.slice(end) };
}
