import { isError, read } from '../../../read.ts';
import { faultsOfIssue, isExpressValidatorIssue } from '../../express-validator.ts';
import type { HttpError } from '../../http-error.ts';
import { hasInput } from '../place.ts';
import type { ErrorContext } from '../rule.ts';
import { invalid } from './invalid.ts';
import { listOf } from './marks.ts';

function isThrown(value: unknown): boolean {
  return (
    isError(value) && [read(value, 'mapped'), read(value, 'array')].every((one) => typeof one === 'function')
  );
}

/** Knows what `validationResult(req).throw()` of express-validator throws, and the list that its `array()` returns. */
export function expressValidator(value: unknown, context: ErrorContext): HttpError | undefined {
  const isList = !isThrown(value);
  const issues = listOf(isList ? value : read(value, 'errors'));
  // A list is parsed JSON as well as anything else is: then each element must have its form.
  if (issues.length === 0 || (isList && !(hasInput(context) && issues.every(isExpressValidatorIssue))))
    return undefined;
  return invalid(issues.flatMap(faultsOfIssue), value, context.validation);
}
