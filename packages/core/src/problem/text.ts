import type { ProblemDocument } from '../errors/problem-document.ts';

/** What a person at a terminal needs of a problem; control characters cannot drive the terminal. */
export function textOf(problem: ProblemDocument): string {
  const lines = [`${problem.status} ${problem.title}`];
  if (problem.detail !== undefined) lines.push(problem.detail);
  if (problem.instance !== undefined) lines.push(problem.instance);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
  return `${lines.join('\n').replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '\ufffd')}\n`;
}
