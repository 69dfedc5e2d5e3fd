import type { Call, Loose } from './calls.ts';

/** What is compared of a call. */
export type Facet =
  | 'outcome'
  | 'refusal'
  | 'plain'
  | 'name'
  | 'message'
  | 'status'
  | 'statusCode'
  | 'expose'
  | 'headers'
  | 'cause'
  | 'text'
  | 'className'
  | 'classes'
  | 'isInstance'
  | 'isHttpError'
  | 'keys'
  | 'members'
  | 'isTheGiven'
  | 'given'
  | 'notices';

function membersOf(value: object): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  // With those of the prototype: what loggers go through.
  for (const name in value) members[name] = (value as Record<string, unknown>)[name];
  return members;
}

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (failure) {
    return `throws ${(failure as Error).name}`;
  }
}

function describeError(
  error: Error,
  createError: Loose,
  given: object | undefined,
): Partial<Record<Facet, unknown>> {
  const one = error as Error & Record<string, unknown>;
  return {
    name: one.name,
    message: one.message,
    status: one['status'],
    statusCode: one['statusCode'],
    expose: one['expose'],
    headers: one['headers'],
    cause: one.cause === given && given !== undefined ? 'the given' : one.cause,
    text: attempt(() => String(one)),
    className: (one.constructor as { name?: unknown }).name,
    classes: Object.keys(createError).filter((name) => {
      const Class = createError[name];
      return name !== 'isHttpError' && typeof Class === 'function' && one instanceof Class;
    }),
    isInstance: one instanceof createError.HttpError,
    isHttpError: createError.isHttpError(one),
    keys: Object.keys(one).sort(),
    members: membersOf(one),
    isTheGiven: one === given,
  };
}

/** All that can be seen of one call. */
export function facetsOf({ call, given }: Call, createError: Loose): Partial<Record<Facet, unknown>> {
  const notices: unknown[] = [];
  const noted = (notice: unknown): void => void notices.push(notice);
  // depd tells its listeners in place of printing.
  process.on('deprecation' as never, noted as never);
  const passed = given?.();
  const before = passed && { ...passed };
  try {
    const result = call(createError, passed ?? {});
    const isOne = result instanceof Error;
    return {
      outcome: isOne ? 'an error' : typeof result === 'object' ? 'an object' : 'a value',
      ...(isOne ? describeError(result, createError, passed) : { plain: result }),
      given: passed && JSON.stringify({ ...passed }) === JSON.stringify(before) ? 'as before' : 'changed',
      notices: notices.length,
    };
  } catch (failure) {
    return { outcome: `throws ${(failure as Error).name}`, refusal: (failure as Error).message };
  } finally {
    process.off('deprecation' as never, noted as never);
  }
}
