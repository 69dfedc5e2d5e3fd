/**
 * A table of Markdown with its columns aligned as the formatter aligns them, so that a page which was formatted is
 * still the page that was written.
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(3, width(cell), ...rows.map((row) => width(row[column] ?? ''))),
  );
  const line = (cells: readonly string[], fill: string): string =>
    `| ${widths.map((size, column) => pad(cells[column] ?? '', size, fill)).join(' | ')} |\n`;
  return line(head, ' ') + line([], '-') + rows.map((row) => line(row, ' ')).join('');
}

function width(text: string): number {
  return [...text].length;
}

function pad(text: string, size: number, fill: string): string {
  return text + fill.repeat(size - width(text));
}
