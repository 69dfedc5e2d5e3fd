import { isError, isErrorStatus, read, readStatus, readText } from '../../../read.ts';
import { reasonPhrase } from '../../../status/phrase.ts';
import { faultAt, NOT_VALID, PARTS } from '../../fault.ts';
import type { HttpError } from '../../http-error.ts';
import { keysOfPointer } from '../../path.ts';
import type { Fault } from '../../validation.ts';
import { foreignHeaders } from '../foreign.ts';
import { faultsOf } from '../place.ts';
import { type ErrorContext, errorFromStatus } from '../rule.ts';
import { invalid } from './invalid.ts';
import { listOf, textFor } from './marks.ts';
import { findingsOfClassValidator } from './validators.ts';

function faultOfOpenapi(one: unknown): Fault[] {
  const [part = '', ...path] = keysOfPointer(readText(one, 'path') ?? '');
  const code = readText(one, 'errorCode');
  return PARTS.has(part)
    ? [faultAt(part, { detail: readText(one, 'message') ?? NOT_VALID, path, code })]
    : [];
}

/**
 * Knows the HttpError of express-openapi-validator: a phrase as its name, the path of the request, and a list of faults.
 * What it says about a response, or about the specification, is a 500.
 */
export function openapiValidator(value: unknown): HttpError | undefined {
  const status = isError(value) ? readStatus(value, 'status') : undefined;
  if (status === undefined || status >= 500) return undefined;
  const errors = listOf(read(value, 'errors'));
  const isKnown =
    [reasonPhrase(status), 'Request Entity Too Large'].includes(readText(value, 'name') ?? '') &&
    errors.length > 0 &&
    [value, ...errors].every((one) => readText(one, 'path') !== undefined);
  if (!isKnown) return undefined;
  const faults = status === 400 ? errors.flatMap(faultOfOpenapi) : [];
  return faults.length > 0
    ? invalid(faults, value, status)
    : errorFromStatus(status, { cause: value }, foreignHeaders(read(value, 'headers'), status));
}

function ask(value: unknown, name: string): unknown {
  const method = read(value, name);
  return isError(value) && typeof method === 'function' ? method.call(value) : undefined;
}

/**
 * Knows the HttpException of NestJS, by its methods. The text of a 4xx is sent, and the errors of class-validator that it was
 * made of; a list of texts is sent as one.
 */
export function nest(value: unknown, context: ErrorContext): HttpError | undefined {
  const status = ask(value, 'getStatus');
  const response = ask(value, 'getResponse');
  if (!isErrorStatus(status) || response === undefined || readStatus(value, 'status') !== status)
    return undefined;
  if (status >= 500)
    return errorFromStatus(status, { log: readText(value, 'message') ?? '', cause: value }, {});
  const message = typeof response === 'string' ? response : read(response, 'message');
  const findings = findingsOfClassValidator(message).filter((one) => one !== undefined);
  if (findings.length > 0 && (status === 400 || status === 422))
    return invalid(faultsOf(findings, context), value, status);
  const texts = listOf(message).length > 0 ? listOf(message) : [message];
  const text = texts.every((one) => typeof one === 'string') ? texts.join('; ') : undefined;
  return errorFromStatus(status, { detail: textFor(status, text), cause: value }, {});
}
