/**
 * An error as http-errors makes it: of a class whose prototype has status, statusCode and expose. An Error that has the
 * three as its own properties was made by somebody else, and only went through http-errors.
 */
export function madeByHttpErrors(
  { status, statusCode = status, expose = true, ...members }: Readonly<Record<string, unknown>>,
  message = 'inside',
): Error {
  class Made extends Error {}
  Object.assign(Made.prototype, { status, statusCode, expose, name: 'MadeError' });
  return Object.assign(new Made(message), members);
}
