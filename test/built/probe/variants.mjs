// @ts-check
// Options of errorHandler whose hooks misbehave, by name. `report` records, but for those that are about it.
import { NotFound } from '@statuskit/core';
import { OWN, SECRET, throwingGetters } from './values.mjs';

const later = () => new Promise((_, reject) => setImmediate(() => reject(new Error(SECRET))));
const fail = () => {
  throw new Error(SECRET);
};
const failWithNull = () => {
  throw null;
};
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const lazy = {
  get contentType() {
    return fail();
  },
  body: 'x',
};
// Says one thing when it is checked, and another when it is used.
const fickle = () => {
  let asked = 0;
  return {
    get contentType() {
      return asked++ === 0 ? 'application/problem+json' : 'text/plain\r\nset-cookie: evil=1';
    },
    body: '{"type":"about:blank","title":"Not Found","status":404,"detail":"no such note"}',
  };
};
const thenable = throwingGetters({}, ['then']);

/**
 * @param {(report: unknown) => void} record
 * @returns {Readonly<Record<string, object>>}
 */
export function variants(record) {
  const report = record;
  return {
    plain: { report },
    challenge: { report, challenge: { scheme: 'Bearer', params: { realm: 'api' } } },
    'trust-status': { report, compat: 'trust-status' },
    // Prints, or on Koa emits, as by default.
    default: {},

    'body-throws': { report, body: fail },
    'body-throws-null': { report, body: failWithNull },
    'body-rejects': { report, body: later },
    'body-number': { report, body: () => 42 },
    'body-null': { report, body: () => null },
    'body-symbol': { report, body: () => ({ contentType: 'text/plain', body: Symbol(SECRET) }) },
    'body-line-break': {
      report,
      body: () => ({ contentType: 'text/plain\r\nset-cookie: evil=1', body: 'x' }),
    },
    'body-not-latin': { report, body: () => ({ contentType: 'text/é', body: 'x' }) },
    'body-revoked': { report, body: revoked },
    'body-getter': { report, body: () => lazy },
    'body-getter-twice': { report, body: fickle },
    'body-thenable': { report, body: () => thenable },
    'body-fields': {
      report,
      body: () => ({
        contentType: 'application/json',
        body: '{"a":"é😀\ud800"}',
        status: 200,
        headers: { 'set-cookie': OWN },
      }),
    },
    'body-changes-problem': {
      report,
      body: (/** @type {Record<string, unknown>} */ problem) => {
        problem['status'] = 200;
        problem['self'] = problem;
        throw new Error(SECRET);
      },
    },

    'cache-throws': { report, cache: fail },
    'cache-rejects': { report, cache: later },
    'cache-line-break': { report, cache: () => 'max-age=1\r\nset-cookie: evil=1' },
    'cache-symbol': { report, cache: () => Symbol(SECRET) },
    'cache-map': { report, cache: { 404: 'é' } },
    'cache-revoked': { report, cache: revoked() },

    'id-throws': { report, requestId: fail },
    'id-rejects': { report, requestId: later },
    'id-object': { report, requestId: () => ({ toString: fail }) },
    'id-symbol': { report, requestId: () => Symbol(SECRET) },
    'id-line-break': { report, requestId: () => 'a\r\nset-cookie: evil=1' },
    'id-1mb': { report, requestId: () => 'i'.repeat(1_000_000) },
    'id-uuid': { report, requestId: () => '0190163D-8694-739B-AEA5-966C26F8AD91' },

    'rule-throws': { report, rules: [fail] },
    'rule-throws-null': { report, rules: [failWithNull] },
    'rule-rejects': { report, rules: [later] },
    'rule-number': { report, rules: [() => 42] },
    'rule-null': { report, rules: [() => null] },
    'rule-foreign': { report, rules: [() => ({ status: 401, headers: { 'set-cookie': 'a=b' } })] },
    'rule-revoked': { report, rules: [revoked] },
    'rule-spoiled': {
      report,
      rules: [() => Object.assign(new NotFound(), { status: 200, headers: null })],
    },

    'report-throws': { report: fail },
    'report-throws-null': { report: failWithNull },
    'report-rejects': { report: later },
    'report-number': { report: () => 42 },
    'report-revoked': { report: revoked },
    'report-thenable': { report: () => thenable },
    'report-changes': {
      report: (/** @type {{ error: { status: number, headers: unknown } }} */ given) => {
        Object.assign(given.error, { status: 200, headers: null });
        record(given);
      },
    },
  };
}
