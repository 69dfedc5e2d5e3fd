import { reasonPhrase } from '@statuskit/core/status';
import type { Observed } from './observed.ts';

/** Content that is longer is cut, so that a failure stays readable. */
const MOST_CHARACTERS = 16_384;

/** Returns a status with its phrase. */
export function printStatus(status: number): string {
  return status >= 100 && status <= 599 ? `${status} ${reasonPhrase(status)}` : String(status);
}

/** Returns status, fields and content of a response as text. JSON is indented. */
export async function printResponse(observed: Observed): Promise<string> {
  const { text } = await observed.content();
  const { method, url } = observed;
  const about = [method, url].filter((part) => part !== undefined).join(' ');
  const fields = [...observed.fields].flatMap(([name, lines]) => lines.map((line) => `${name}: ${line}`));
  const content =
    text === undefined ? '(the content is not known)' : text === '' ? '(no content)' : printContent(text);
  return [...(about === '' ? [] : [about]), `HTTP ${printStatus(observed.status)}`, ...fields, '', content]
    .map((line) => `  ${line.replaceAll('\n', '\n  ')}`.trimEnd())
    .join('\n');
}

function printContent(text: string): string {
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    // no JSON
  }
  if (shown.length <= MOST_CHARACTERS) return shown;
  return `${shown.slice(0, MOST_CHARACTERS)}\n… and ${shown.length - MOST_CHARACTERS} more characters`;
}
