import type { Finding } from '../finding.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a client may have put there, and a terminal must not see
const CONTROLS = /[\x00-\x1f\x7f-\x9f]/g;

/** Returns a finding as one line: the route, what is wrong with its response, and the line of the handler. */
export function lineOf(finding: Finding): string {
  const { method, route, status, message, rule, section, source } = finding;
  const about = [method, route].filter((part) => part !== undefined).join(' ');
  const line = `${about} answered ${status}: ${message} (${rule}, ${section})${source === undefined ? '' : `, ${source}`}`;
  return line.replaceAll(CONTROLS, '\ufffd');
}
