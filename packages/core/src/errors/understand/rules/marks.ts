import { isError, readStatus } from '../../../read.ts';
import { reasonPhrase } from '../../../status/phrase.ts';

/** Returns a value that is a list; any other counts as an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  try {
    return Array.isArray(value) ? [...value] : [];
  } catch {
    return []; // a proxy
  }
}

/** Returns the names and values of an object; one that cannot be read counts as empty. */
export function entriesOf(value: unknown): readonly (readonly [name: string, value: unknown])[] {
  try {
    return Object.entries(value ?? {});
  } catch {
    return []; // a proxy, or a getter that throws
  }
}

/** Returns the status that an Error has under each of these names; undefined if they disagree. */
export function agreedStatus(value: unknown, names: readonly string[]): number | undefined {
  const [status, ...others] = names.map((name) => readStatus(value, name));
  return isError(value) && others.every((other) => other === status) ? status : undefined;
}

/** Returns a text that says more than the title of its status. */
export function textFor(status: number, text: string | undefined): string | undefined {
  return text === '' || text === reasonPhrase(status) ? undefined : text;
}
