import type { HttpError, Json, ProblemDocument } from '@statuskit/core';
import { errorClassName, isRegisteredStatus, reasonPhrase } from '@statuskit/core/status';

/*
 * Errors of core without core's classes.
 *
 * A browser that imports all 39 classes, with the writers of the fields that each of them demands, loads twice the size of
 * this whole package. An error that was received needs none of that: nobody sends it again. What makes it an instance of
 * `NotFound` for every copy of core is the brand that core's classes compare, a list of class names under one registered
 * symbol, and this file builds errors that carry it. `instanceof`, `isHttpError` and `name` agree with core, and
 * core/src/errors/http-error.ts must be kept in step with it; a test compares every class.
 *
 * A class of the user's own is a real class, and the error is constructed as an instance of it, without running its
 * constructor.
 */

// Core's HttpError has it as well; `/1` changes with its meaning.
const TAGS: unique symbol = Symbol.for('statuskit.tags/1') as never;

type ErrorClass = abstract new (...args: never[]) => Error;

const CLASSES: Record<string, ErrorClass> = {};

function classFor(status: number): ErrorClass {
  const named = isRegisteredStatus(status) && status >= 400 && status !== 418;
  const tag = named ? errorClassName(status as 404) : 'OtherStatus';
  const known = CLASSES[tag];
  if (known !== undefined) return known;
  // A class takes its name from the property, also after minification.
  const Class = { [tag]: class extends Error {} }[tag] as ErrorClass;
  CLASSES[tag] = Class;
  Object.defineProperties(Class.prototype, {
    [TAGS]: { value: [tag, 'HttpError'] },
    name: { value: tag, writable: true, configurable: true },
  });
  return Class;
}

/** What an error says, all of it optional. */
export interface ErrorParts {
  readonly type?: string | undefined;
  readonly title?: string | undefined;
  readonly detail?: string | undefined;
  readonly instance?: string | undefined;
  readonly extensions?: Readonly<Record<string, Json>> | undefined;
}

/**
 * Returns an error of the class for `status`, or of `Class`. `own` are the properties of that class, and `members` the members
 * of the problem document beside those of RFC 9457 §3.1.
 */
export function makeError(
  status: number,
  { type = 'about:blank', title = reasonPhrase(status), detail, instance, extensions }: ErrorParts,
  own: object,
  members: object,
  Class: ErrorClass = classFor(status),
): HttpError {
  const error = Reflect.construct(Error, [detail ?? title], Class) as Error;
  const shown = { type, title, status, detail, instance };
  Object.assign(
    error,
    shown,
    { statusCode: status, expose: false, log: undefined, extensions, headers: {} },
    own,
  );
  // Not a method of the class: the one of a user's class expects what its constructor would have set.
  hide(error, 'toJSON', (): ProblemDocument => ({ ...given(shown), ...members }));
  return error as HttpError;
}

/** A copy without what is undefined. */
export function given<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T; // as optional ones
}

/** Sets a property that neither loggers nor copies see. */
export function hide(error: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(error, name, { value, writable: true, configurable: true });
}
