import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as esmCore from '@statuskit/core';
import * as esmAdapter from '@statuskit/core/adapter';
import * as esmConditional from '@statuskit/core/conditional';
import * as esmFields from '@statuskit/core/fields';
import * as esmIdempotency from '@statuskit/core/idempotency';
import * as esmRateLimit from '@statuskit/core/rate-limit';
import * as esmRules from '@statuskit/core/rules';
import * as esmStatus from '@statuskit/core/status';
import * as esmValidation from '@statuskit/core/validation';
import * as esmExpress from '@statuskit/express';
import * as esmKoa from '@statuskit/koa';
import * as esmNode from '@statuskit/node';

const require = createRequire(import.meta.url);

export type Core = typeof esmCore;

/** One copy of the packages, as it is installed: dist by `import`, or dist by `require`. */
export interface Copy {
  readonly core: Core;
  readonly adapter: typeof esmAdapter;
  readonly conditional: typeof esmConditional;
  readonly rateLimit: typeof esmRateLimit;
  readonly rules: typeof esmRules;
  readonly fields: typeof esmFields;
  readonly idempotency: typeof esmIdempotency;
  readonly status: typeof esmStatus;
  readonly validation: typeof esmValidation;
  readonly express: typeof esmExpress;
  readonly koa: typeof esmKoa;
  readonly node: typeof esmNode;
}

export const ESM: Copy = {
  core: esmCore,
  adapter: esmAdapter,
  conditional: esmConditional,
  rateLimit: esmRateLimit,
  rules: esmRules,
  fields: esmFields,
  idempotency: esmIdempotency,
  status: esmStatus,
  validation: esmValidation,
  express: esmExpress,
  koa: esmKoa,
  node: esmNode,
};
export const CJS: Copy = {
  core: require('@statuskit/core'),
  adapter: require('@statuskit/core/adapter'),
  conditional: require('@statuskit/core/conditional'),
  rateLimit: require('@statuskit/core/rate-limit'),
  rules: require('@statuskit/core/rules'),
  fields: require('@statuskit/core/fields'),
  idempotency: require('@statuskit/core/idempotency'),
  status: require('@statuskit/core/status'),
  validation: require('@statuskit/core/validation'),
  express: require('@statuskit/express'),
  koa: require('@statuskit/koa'),
  node: require('@statuskit/node'),
};

/** The text of a built file. */
export function built(name: 'core' | 'express' | 'koa' | 'node', file: string): string {
  return readFileSync(
    join(dirname(require.resolve(`@statuskit/${name}/package.json`)), 'dist', file),
    'utf8',
  );
}

/** What each class with a compulsory argument is made with. */
const ARGUMENTS: Readonly<Record<string, unknown>> = {
  Conflict: { id: 7 },
  MethodNotAllowed: ['GET'],
  NotAcceptable: ['text/csv'],
  PreconditionRequired: ['If-Match'],
  ProxyAuthenticationRequired: { scheme: 'Basic' },
  RangeNotSatisfiable: 4096,
  ServiceUnavailable: 'unknown',
  TooManyRequests: { seconds: 30 },
  Unauthorized: { scheme: 'Bearer' },
  UnavailableForLegalReasons: 'https://isp.example/',
  UnsupportedMediaType: { accept: ['application/json'] },
  UpgradeRequired: ['HTTP/3.0'],
};

type ErrorClass = new (...args: unknown[]) => esmCore.HttpError;

/** The error classes of a copy by their names, without the abstract base. */
export function errorClasses({ HttpError, ...others }: Core): Map<string, ErrorClass> {
  const classes = new Map<string, ErrorClass>();
  for (const [name, value] of Object.entries(others)) {
    const prototype = typeof value === 'function' ? (value.prototype as unknown) : undefined;
    if (
      typeof prototype === 'object' &&
      prototype !== null &&
      Object.getPrototypeOf(prototype) === HttpError.prototype
    ) {
      classes.set(name, value as unknown as ErrorClass);
    }
  }
  return classes;
}

/** An error of the class of that name. */
export function make(core: Core, name: string): esmCore.HttpError {
  const Class = errorClasses(core).get(name);
  if (Class === undefined) throw new Error(`no class is named ${name}`);
  return name in ARGUMENTS ? new Class(ARGUMENTS[name]) : new Class();
}
