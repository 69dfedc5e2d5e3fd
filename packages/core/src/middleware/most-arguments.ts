/**
 * Returns how many arguments a function can read. `length` does not count parameters with a default, rest parameters and what is
 * read through `arguments`, so the source is consulted. If that is not conclusive, the number is rather too high.
 */
export function mostArguments(run: (...args: never[]) => unknown): number {
  const source = Function.prototype.toString.call(run);
  // A function that `bind` has made knows its length, except that of rest parameters.
  if (source.includes('[native code]')) return run.length === 0 ? Number.POSITIVE_INFINITY : run.length;
  if (/\barguments\b/.test(source)) return Number.POSITIVE_INFINITY;
  const start = source.indexOf('(');
  const arrow = source.indexOf('=>');
  const isBare = start === -1 || (arrow !== -1 && arrow < start); // `request => …`
  return isBare ? run.length : Math.max(run.length, countParameters(source.slice(start)));
}

/** Counts the parameters of a list in parentheses. Commas inside text or comments are counted as well. */
function countParameters(source: string): number {
  let depth = 0;
  let count = 0;
  let parameter = '';
  for (const character of source) {
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    const isEnd = depth === 0 || (depth === 1 && character === ',');
    if (isEnd && parameter.trim() !== '') count++;
    if (depth === 0) break;
    if (isEnd || (depth === 1 && character === '(' && parameter === '')) parameter = '';
    else parameter += character;
    if (depth === 1 && parameter.trim() === '...') return Number.POSITIVE_INFINITY;
  }
  return count;
}
