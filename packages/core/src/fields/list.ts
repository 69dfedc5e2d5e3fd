import { expected } from '../arguments.ts';
import { isFieldValue } from './field-value.ts';
import { trimOws } from './scan.ts';

/** Rule for the elements of one field, checked before they are sent. */
export interface ElementRule {
  /** The name that begins an error message. */
  readonly field: string;
  /** What an element is, for an error message: `'a method'`. */
  readonly element: string;
  /** Reports whether a text is an element. It is trimmed, and only holds characters that a field may hold. */
  readonly accepts: (text: string) => boolean;
}

/**
 * Checks the elements of a list field and joins them as they are written. Returns `''` for an empty list.
 *
 * @throws {TypeError} If `values` is not an array, or one of them is not an element.
 */
export function formatList(values: readonly string[], rule: ElementRule): string {
  return requireElements(values, rule).join(', ');
}

/**
 * Returns the trimmed elements of a list field.
 *
 * @throws {TypeError} If `values` is not an array, or one of them is not an element.
 */
export function requireElements(values: readonly string[], rule: ElementRule): string[] {
  // A lone string would be taken for a list of its letters.
  if (!Array.isArray(values)) throw new TypeError(expected(rule.field, 'an array', values));
  const elements: string[] = [];
  // By index, so that a hole in the array is found.
  for (let at = 0; at < values.length; at++) {
    const value: unknown = values[at];
    const element = isFieldValue(value) ? trimOws(value) : '';
    if (element === '' || !rule.accepts(element)) {
      throw new TypeError(expected(`${rule.field}[${at}]`, rule.element, value));
    }
    elements.push(element);
  }
  return elements;
}
