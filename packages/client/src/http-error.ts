import type { HttpError } from '@statuskit/core';
import { phraseOf } from './phrases.ts';
import type { Problem } from './problem.ts';

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
  // As errorClassName of core: 'URI Too Long' is UriTooLong.
  const phrase = phraseOf(status) || 'Other Status';
  const tag = phrase.replace(/(\w)(\w*) ?/g, (_, first, rest) => first + rest.toLowerCase());
  if (!CLASSES[tag]) {
    // A class takes its name from the property, also after minification.
    const Class = { [tag]: class extends Error {} }[tag] as ErrorClass;
    hide(Class.prototype, TAGS, [tag, 'HttpError']);
    hide(Class.prototype, 'name', tag);
    CLASSES[tag] = Class;
  }
  return CLASSES[tag];
}

/** Returns an error of the class for the status of a problem, or of `Class`. */
export function makeError(
  { document, properties }: Problem,
  status: number,
  Class: ErrorClass = classFor(status),
): HttpError {
  const message = properties['detail'] ?? properties['title'];
  const error = Object.assign(Reflect.construct(Error, [message], Class), properties) as HttpError;
  // Not a method of the class: the one of a user's class expects what its constructor would have set.
  hide(error, 'toJSON', () => given(document));
  return error;
}

/** A copy without what is undefined. */
export function given<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T; // as optional ones
}

/** Sets a property that neither loggers nor copies see. */
export function hide(error: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(error, name, { value, writable: true, configurable: true });
}
