type Callable = (...args: never[]) => unknown;

/**
 * Returns how many arguments a function can read. `length` does not count parameters with a default, rest parameters and what is
 * read through `arguments`, so the source is consulted. If that is not conclusive, the number is rather too high.
 */
export function mostArguments(run: Callable): number {
  const source = Function.prototype.toString.call(run);
  // A function that `bind` has made knows its length, except that of rest parameters.
  if (source.includes('[native code]')) return run.length === 0 ? Number.POSITIVE_INFINITY : run.length;
  if (/\barguments\b/.test(source)) return Number.POSITIVE_INFINITY;
  const parameters = parametersIn(source);
  if (parameters === undefined) return run.length; // `request => …`
  if (parameters.some((one) => one.startsWith('...'))) return Number.POSITIVE_INFINITY;
  return Math.max(run.length, parameters.length);
}

/**
 * Reports whether a function can read its argument at `index`. A parameter that is a plain name, such as `_res`, and that occurs
 * nowhere else in the source, is not read.
 */
export function readsArgument(run: Callable, index: number): boolean {
  const most = mostArguments(run);
  if (most <= index || most === Number.POSITIVE_INFINITY) return most > index;
  const source = Function.prototype.toString.call(run);
  const parameters = parametersIn(source) ?? [];
  const name = parameters[index] ?? '';
  // With a comment or a text in the list, its commas may have been counted.
  if (!/^[\w$]+$/.test(name) || parameters.some((one) => /["'/`]/.test(one))) return true;
  return source.split(/[^\w$]+/).filter((word) => word === name).length > 1;
}

/** Returns the parameters of a list in parentheses; undefined if there are no parentheses. Commas in text or comments count as well. */
function parametersIn(source: string): readonly string[] | undefined {
  const start = source.indexOf('(');
  const arrow = source.indexOf('=>');
  if (start === -1 || (arrow !== -1 && arrow < start)) return undefined;
  const parameters: string[] = [];
  let depth = 0;
  let parameter = '';
  for (const character of source.slice(start)) {
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    if (depth === 0 || (depth === 1 && character === ',')) {
      if (parameter.trim() !== '') parameters.push(parameter.trim());
      parameter = '';
      if (depth === 0) break;
    } else if (depth > 1 || character !== '(') parameter += character;
  }
  return parameters;
}
