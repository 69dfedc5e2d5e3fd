import { isError, read, readStatus, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import { NotAcceptable } from '../../unsupported.ts';
import { foreignHeaders, isFromClientLibrary, isOfMachine, isSystemError } from '../foreign.ts';
import { errorFromStatus } from '../rule.ts';

/** Reports whether a message is the default one: `NotFoundError` has `Not Found`, which is the title already. */
function isDefaultMessage(message: string, name: string | undefined): boolean {
  return `${message.replace(/[^A-Za-z]/g, '')}error`.toLowerCase() === name?.toLowerCase();
}

/**
 * Reports whether http-errors has made an error: then one of its classes, which have a status, is in the chain of
 * prototypes. Another error that went through it has received properties only.
 */
export function isMadeByHttpErrors(value: unknown): boolean {
  try {
    for (let one = Object.getPrototypeOf(value); one !== null; one = Object.getPrototypeOf(one)) {
      if (Object.hasOwn(one, 'expose') && Object.hasOwn(one, 'statusCode')) return true;
    }
  } catch {
    // a proxy
  }
  return false;
}

/**
 * Reports whether the program has said the status of an error that went through http-errors. It assigns `expose` first,
 * so a status that precedes it was there before: it is that of another server, or of a class that no rule knows.
 */
function hasToldStatus(value: object): boolean {
  try {
    const [first] = Object.keys(value).filter((name) => ['expose', 'status', 'statusCode'].includes(name));
    return first === 'expose' && Object.hasOwn(value, 'status') && Object.hasOwn(value, 'statusCode');
  } catch {
    return false; // a proxy
  }
}

/**
 * Knows errors of http-errors, so those of `ctx.throw`, csurf, send and many others: an Error with a boolean `expose` and
 * equal `status` and `statusCode`. If http-errors has only marked an error that another producer made, its fields are not
 * used, and its status only if the program has said it.
 */
export function httpErrors(value: unknown): HttpError | undefined {
  if (!isError(value) || typeof read(value, 'expose') !== 'boolean' || isFromClientLibrary(value))
    return undefined;
  const status = readStatus(value, 'status');
  if (status === undefined || read(value, 'statusCode') !== status) return undefined;
  const isMade = isMadeByHttpErrors(value);
  if (!isMade && !hasToldStatus(value)) return undefined;
  const message = readText(value, 'message') ?? '';
  const shown =
    status < 500 &&
    message !== '' &&
    read(value, 'expose') === true &&
    !(isMade ? isSystemError(value) : isOfMachine(value)) &&
    !isDefaultMessage(message, readText(value, 'name'));
  const init = shown ? { detail: message, cause: value } : { log: message, cause: value };
  // What `res.format` of Express throws lists the types that it has.
  const types = status === 406 && isMade ? read(value, 'types') : undefined;
  if (isTextList(types)) return new NotAcceptable(types, init);
  return errorFromStatus(status, init, isMade ? foreignHeaders(read(value, 'headers'), status) : {});
}

function isTextList(value: unknown): value is [string, ...string[]] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
}
