// A status is a literal, so that the compiler knows which error it has.
import {
  type Available,
  Conflict,
  type ErrorStatus,
  type Fault,
  type Gone,
  HttpError,
  type HttpErrorInit,
  httpError,
  InternalServerError,
  isHttpError,
  NotFound,
  type Rule,
  type ServiceUnavailable,
  statusFacts,
  TooManyRequests,
  type toHttpError,
} from '@statuskit/core';

/** Compiles only where both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_same: Same<A, B>): void {}

declare const caught: unknown;

if (caught instanceof NotFound) same<typeof caught.status, 404>(true);
if (caught instanceof InternalServerError) same<typeof caught.status, 500>(true);
if (caught instanceof TooManyRequests) same<typeof caught.retryAfterSeconds, number | undefined>(true);
if (caught instanceof HttpError) {
  same<typeof caught, HttpError>(true);
  same<typeof caught.statusCode, ErrorStatus>(true);
  // @ts-expect-error no error has this status
  if (caught.status === 200) throw caught;
}
if (isHttpError(caught)) {
  same<typeof caught.status, ErrorStatus>(true);
  const status: ErrorStatus = caught.status;
  if (status === 404) same<typeof status, 404>(true);
  switch (caught.status) {
    case 409:
      statusFacts(caught.status).requiredFields satisfies readonly [];
      break;
    // @ts-expect-error no error has this status
    case 304:
      break;
  }
  // @ts-expect-error no error has this status
  if (caught.status === 200) throw caught;
}
// What an error carries is known once its status is.
if (isHttpError(caught) && caught.status === 409) same<typeof caught, Conflict>(true);
if (isHttpError(caught) && caught.status === 409)
  same<typeof caught.current, object | null | undefined>(true);
if (isHttpError(caught) && caught.status === 429)
  same<typeof caught.retryAfterSeconds, number | undefined>(true);
if (isHttpError(caught) && caught.status === 404) same<typeof caught, HttpError<404>>(true);
if (isHttpError(caught) && (caught.status === 400 || caught.status === 422))
  same<typeof caught.errors, readonly Fault[] | undefined>(true);
// @ts-expect-error a 404 has no state
if (isHttpError(caught) && caught.status === 404) caught.current;
// @ts-expect-error not known before the status is
if (isHttpError(caught)) caught.current;
declare const known: HttpError;
if (isHttpError(known) && known.status === 406) same<typeof known.available, readonly Available[]>(true);
declare const some: NotFound | Conflict | Date;
if (isHttpError(some)) same<typeof some, NotFound | Conflict>(true);
else same<typeof some, Date>(true);
const passed: HttpError | undefined = isHttpError(caught) ? caught : undefined;
void passed;
// @ts-expect-error unknown until asked
caught.status;

// Classes of the same form but another status stay apart.
declare const either: NotFound | Gone;
if (either instanceof NotFound) same<typeof either, NotFound>(true);
else same<typeof either, Gone>(true);
// @ts-expect-error 404 is not 410
const gone: Gone = new NotFound();
void gone;

// A switch over the status is exhaustive, and narrows.
function explain(error: NotFound | Gone | ServiceUnavailable): string {
  switch (error.status) {
    case 404:
      same<typeof error, NotFound>(true);
      return 'never heard of it';
    case 410:
      same<typeof error, Gone>(true);
      return 'it was here';
    case 503:
      return `back in ${error.retryAfterSeconds ?? 'some'} seconds`;
  }
}
// @ts-expect-error one status is not handled
function forgets(error: NotFound | Gone): string {
  switch (error.status) {
    case 404:
      return 'never heard of it';
  }
}
void explain;
void forgets;

// A foreign value becomes some HttpError.
same<ReturnType<typeof toHttpError>, HttpError>(true);
const base: HttpError = new NotFound();
void base;
// @ts-expect-error the status does not change
new NotFound().status = 410;

// Subclasses of the base, and of a class.
class OutOfStock extends HttpError<409> {
  readonly sku: string;
  constructor(sku: string, init?: HttpErrorInit) {
    super(409, { ...init, detail: `${sku} is sold out`, extensions: { sku } });
    this.sku = sku;
  }
}
class NoAirport extends NotFound {
  readonly code: string;
  constructor(code: string) {
    super(`No airport has the code ${code}`);
    this.code = code;
  }
}
same<OutOfStock['status'], 409>(true);
same<NoAirport['status'], 404>(true);
if (caught instanceof NoAirport) same<typeof caught.code, string>(true);
const parent: NotFound = new NoAirport('ZZZ');
void parent;
class Built extends HttpError<423> {
  private constructor() {
    super(423);
  }
  static now(): Built {
    return new Built();
  }
}
if (caught instanceof Built) same<typeof caught, Built>(true);
class Either extends HttpError<404 | 410> {}
same<Either['status'], 404 | 410>(true);
new Either(410);
// @ts-expect-error not one of its own
new Either(409);
// Status codes are extensible (RFC 9110 §15), and some are only known at run time.
class Expired extends HttpError<419> {}
same<Expired['status'], 419>(true);
const late: HttpError<number> = httpError(Number('419'), { detail: 'Your session has expired' });
const admitted: Rule = () => late;
// @ts-expect-error a status that is known at run time only is not among the registered ones
const registered: HttpError = late;
void [admitted, registered];

// The state is typed by what was given, as it looks after its way through JSON.
if (caught instanceof Conflict) same<typeof caught.current, object | null | undefined>(true);
const conflict = new Conflict({ id: 1, changed: new Date(0), tags: ['a'] });
same<typeof conflict.current, { id: number; changed: string; tags: string[] } | undefined>(true);

same<Conflict<'in use'>['current'], undefined>(true);
const conflicts: readonly Conflict[] = [
  conflict,
  new Conflict('in use'),
  new Conflict(null),
  new Conflict([1]),
];
void conflicts;

// Status facts by literal.
same<ReturnType<typeof statusFacts<404>>['code'], 404>(true);
same<ReturnType<typeof statusFacts<599>>, undefined>(true);
