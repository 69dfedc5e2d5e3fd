import { show } from '../arguments.ts';
import { isFieldValue } from './field-value.ts';
import { trimOws } from './scan.ts';

/** How the elements of one field are checked before they are sent. */
export interface ElementRule {
  /** The field or the function, as the message of an error names it. */
  readonly field: string;
  /** What an element is, for the message of an error: `'a method'`. */
  readonly element: string;
  /** Says whether a text, already free of whitespace at its ends and of what no field may hold, is an element. */
  readonly accepts: (text: string) => boolean;
}

/**
 * Joins the elements of a list field as they were written, after checking each; an empty list gives `''`.
 *
 * @throws TypeError where `values` is no array or one of them is no element.
 */
export function formatList(values: readonly string[], rule: ElementRule): string {
  return requireElements(values, rule).join(', ');
}

/** Checks as `formatList` does and gives the trimmed elements. */
export function requireElements(values: readonly string[], rule: ElementRule): string[] {
  // A lone string would be taken for a list of its letters.
  if (!Array.isArray(values)) throw new TypeError(`expected an array for ${rule.field}, got ${show(values)}`);
  const elements: string[] = [];
  // By index, so that a hole in the array is found.
  for (let at = 0; at < values.length; at++) {
    const value: unknown = values[at];
    const element = isFieldValue(value) ? trimOws(value) : '';
    if (element === '' || !rule.accepts(element)) {
      throw new TypeError(`expected each element of ${rule.field} to be ${rule.element}, got ${show(value)}`);
    }
    elements.push(element);
  }
  return elements;
}
