import type { NonEmpty } from '../errors/lists.ts';

/** The request fields that state a precondition (RFC 9110 §13.1), without If-Range, which only chooses what is sent. */
export type PreconditionField = 'If-Match' | 'If-None-Match' | 'If-Modified-Since' | 'If-Unmodified-Since';

/** A part of a representation in bytes; both positions are inclusive. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** The result of evaluating the preconditions of a request. */
export type Outcome = Proceed | NotModified | Failed | Required | Partial | Unsatisfiable | Malformed;

interface Proceed {
  /** The request is answered as it would be without conditions. */
  readonly kind: 'proceed';
  /** The first condition that the request makes and that holds; undefined if it makes none. */
  readonly matched?: PreconditionField | undefined;
  /** True if only because the change has been made before: respond with success and change nothing. */
  readonly alreadyApplied?: true | undefined;
}

interface NotModified {
  /** 304: the client has this representation. */
  readonly kind: 'not-modified';
  readonly because: 'If-None-Match' | 'If-Modified-Since';
}

interface Failed {
  /** 412: the method must not be applied. */
  readonly kind: 'precondition-failed';
  readonly because: 'If-Match' | 'If-None-Match' | 'If-Unmodified-Since';
  /** Whether If-Match names the current tag, but marked as weak, which never satisfies it. */
  readonly weak?: true | undefined;
}

interface Required {
  /** 428: the request makes no condition, and must. */
  readonly kind: 'precondition-required';
  /** The fields that would satisfy the requirement. */
  readonly required: NonEmpty<PreconditionField>;
}

interface Partial {
  /** 206: these parts, in the order in which they were requested. */
  readonly kind: 'partial';
  readonly ranges: NonEmpty<ByteRange>;
  /** The complete length. */
  readonly length: number;
  /** As for `proceed`. */
  readonly matched?: PreconditionField | undefined;
}

interface Unsatisfiable {
  /** 416: no range overlaps the representation. */
  readonly kind: 'range-not-satisfiable';
  /** The complete length. */
  readonly length: number;
}

interface Malformed {
  /** 400: the field is not a list of entity tags. Only with `malformed: '400'`. */
  readonly kind: 'malformed';
  readonly field: 'If-Match' | 'If-None-Match';
}
