import { show } from '../arguments.ts';
import type { NonEmpty } from '../errors/lists.ts';
import type { EntityTag } from '../fields/entity-tag.ts';
import type { ByteRange, PreconditionField } from './outcome.ts';
import type { RepresentationFields } from './representation.ts';

/** What is known of the target of a request before it changes anything. */
export interface Loaded {
  /** The entity tag, from the functions of `etag`; best of a version. Default: none. */
  readonly etag?: EntityTag | undefined;
  /** Default: none. */
  readonly lastModified?: Date | undefined;
  /** Whether the content never changes twice within one second; If-Range accepts only such a date. Default: false. */
  readonly lastModifiedIsStrong?: boolean | undefined;
  /** The complete length of the content in bytes. Default: unknown. */
  readonly length?: number | undefined;
  /** The state as the application knows it, for the handler; sent to the client only with `showState`. Default: none. */
  readonly state?: unknown;
  /** Fields for the 200 and the 304 of a read. Default: none. */
  readonly fields?: RepresentationFields | undefined;
}

/** What `load` returns: null or undefined if the resource does not exist. */
export type MaybeLoaded = Loaded | null | undefined;

type StateOf<L> = L extends Loaded ? ('state' extends keyof L ? L['state'] : undefined) : never;

/** What a guard has accepted, typed by what `load` returns. */
export type Passed<L> =
  | {
      readonly exists: true;
      /** The state that `load` returned. */
      readonly state: StateOf<NonNullable<L>>;
      /** The first condition that the request makes and that holds; undefined if it makes none. */
      readonly matched: PreconditionField | undefined;
      /** The parts that a read requests, if `load` returned the length. The guard cuts them from text and bytes. */
      readonly ranges?: NonEmpty<ByteRange> | undefined;
    }
  | (null extends L ? Absent : undefined extends L ? Absent : never);

interface Absent {
  readonly exists: false;
  readonly state: undefined;
  readonly matched: PreconditionField | undefined;
}

/** @throws {TypeError} If `loaded` is neither an object nor null or undefined. */
export function checkLoaded(loaded: unknown): void {
  if (loaded === null || loaded === undefined) return;
  if (typeof loaded !== 'object' || Array.isArray(loaded)) {
    throw new TypeError(
      `load: expected { etag?, lastModified?, length?, state?, fields? }, null or undefined, got ${show(loaded)}`,
    );
  }
}
