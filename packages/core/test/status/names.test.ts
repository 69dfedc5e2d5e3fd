import { STATUS_CODES } from 'node:http';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type {
  ClientErrorStatus,
  ErrorStatus,
  ReservedStatus,
  ServerErrorStatus,
  Status,
  StatusName,
  StatusOfClass,
} from '../../src/status/index.ts';
import { isRegisteredStatus, STATUS_NAMES, statusFacts } from '../../src/status/index.ts';

const registered = Object.keys(STATUS_NAMES).map(Number).filter(isRegisteredStatus);

describe('the list of statuses', () => {
  it('has the 64 rows of the registry, 5 + 10 + 9 + 29 + 11', () => {
    const perClass = [1, 2, 3, 4, 5].map(
      (digit) => registered.filter((s) => Math.floor(s / 100) === digit).length,
    );
    expect(perClass).toEqual([5, 10, 9, 29, 11]);
  });

  it('lists no number that the registry calls unassigned', () => {
    for (const unassigned of [
      105, 209, 225, 227, 299, 309, 419, 420, 427, 430, 432, 450, 452, 499, 509, 512, 599,
    ]) {
      expect(isRegisteredStatus(unassigned), String(unassigned)).toBe(false);
    }
  });

  it('takes no name of an inherited property for a status', () => {
    expect(isRegisteredStatus(Number.NaN)).toBe(false);
    // @ts-expect-error a string is no status
    expect(isRegisteredStatus('toString')).toBe(false);
  });

  it('differs from node:http only where Node has an old phrase, a joke or a number of its own', () => {
    const differences = new Map<number, string | undefined>();
    for (const [code, phrase] of Object.entries(STATUS_CODES)) {
      const status = Number(code);
      if (!isRegisteredStatus(status) || STATUS_NAMES[status] !== phrase) differences.set(status, phrase);
    }
    for (const status of registered)
      if (STATUS_CODES[status] === undefined) differences.set(status, undefined);

    // Node may catch up with RFC 9110 in some release, so a difference may go, but none may come.
    for (const [status, phrase] of differences) {
      expect([104, 306, 413, 418, 422, 509], `${status} ${phrase}`).toContain(status);
      if (!isRegisteredStatus(status) || phrase === undefined) continue;
      const former = statusFacts(status).formerNames.map((name) => name.toLowerCase());
      expect(former, `${status} ${phrase}`).toContain(phrase.toLowerCase());
    }
    // 509 was never registered, and 306 has no phrase to send.
    expect(differences.has(509)).toBe(true);
    expect(differences.has(306)).toBe(true);
  });
});

describe('the types of statuses', () => {
  it('derive from the list', () => {
    expectTypeOf<StatusName<404>>().toEqualTypeOf<'Not Found'>();
    expectTypeOf<StatusOfClass<'1'>>().toEqualTypeOf<100 | 101 | 102 | 103 | 104>();
    expectTypeOf<ReservedStatus>().toEqualTypeOf<306 | 418>();
    expectTypeOf<ErrorStatus>().toEqualTypeOf<ClientErrorStatus | ServerErrorStatus>();
    expectTypeOf<ServerErrorStatus>().toEqualTypeOf<
      500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511
    >();
    expectTypeOf<Exclude<StatusOfClass<'4'>, ClientErrorStatus>>().toEqualTypeOf<418>();
  });

  it('leave out what is not registered or not sent', () => {
    // @ts-expect-error 509 has a phrase in Node and no row in the registry
    const unregistered: Status = 509;
    // @ts-expect-error 418 is reserved, so there is no error with it
    const reserved: ErrorStatus = 418;
    // @ts-expect-error 404 is the client's error
    const otherSide: ServerErrorStatus = 404;
    expect([unregistered, reserved, otherSide]).toHaveLength(3);
  });
});
