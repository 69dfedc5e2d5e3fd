// `ensure` takes the arguments of the class, and tells the compiler what it has made sure of.
import * as core from '@statuskit/core';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';

const { NotFound, Forbidden, Conflict, MethodNotAllowed, TooManyRequests, UnprocessableContent, HttpError } =
  core;

/** Compiles only where both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_same: Same<A, B>): void {}

declare const note: { readonly owner: string; readonly text: string } | undefined;
declare const found: string | null;

export function first(): void {
  core.ensure(note, NotFound);
  same<typeof note, { readonly owner: string; readonly text: string }>(true);
}
export function second(): void {
  forExpress.ensure(found, NotFound, 'No such note');
  same<typeof found, string>(true);
}
export function third(): void {
  forKoa.ensure(note !== undefined, NotFound, { detail: 'No such note', log: 'the index is old' });
  same<typeof note, { readonly owner: string; readonly text: string }>(true);
  core.ensure(note.owner === 'ada', Forbidden);
  core.ensure(note.text !== '', Conflict, note);
  core.ensure(note.text !== '', Conflict, 'It is empty', { etag: '"v7"' });
  core.ensure(note.text !== '', UnprocessableContent, {
    errors: [{ detail: 'is empty', pointer: '#/text' }],
  });
}
// What a class needs, and what a base class lacks.
// @ts-expect-error no methods
core.ensure(found, MethodNotAllowed);
core.ensure(found, MethodNotAllowed, ['GET']);
// @ts-expect-error no wait
core.ensure(found, TooManyRequests);
core.ensure(found, TooManyRequests, { seconds: 30 });
// @ts-expect-error a number is no detail
core.ensure(found, NotFound, 7);
// @ts-expect-error the base class is abstract
core.ensure(found, HttpError, 404);
// @ts-expect-error no error of ours
core.ensure(found, Error, 'No such note');

// A class of the application.
class OutOfStock extends HttpError<409> {
  constructor(sku: string, left: number) {
    super(409, { detail: `${left} of ${sku} are left` });
  }
}
core.ensure(found, OutOfStock, 'A-7', 0);
// @ts-expect-error one is missing
core.ensure(found, OutOfStock, 'A-7');
