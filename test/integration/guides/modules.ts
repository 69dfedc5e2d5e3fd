import * as core from '@statuskit/core';
import createError from '@statuskit/core/http-errors';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { CREATE_EXPRESS, type Framework, KOA } from '../../setup/frameworks.ts';
import type { Modules } from '../../setup/guide.ts';

/** What the code of a guide imports: statuskit from its sources, and the framework under its usual name. */
export function modulesFor(framework: Framework): Modules {
  return {
    '@statuskit/core': core,
    '@statuskit/core/http-errors': createError,
    '@statuskit/express': forExpress,
    '@statuskit/koa': forKoa,
    express: framework === 'express4' ? CREATE_EXPRESS.express4 : CREATE_EXPRESS.express5,
    koa: framework === 'koa2' ? KOA.koa2 : KOA.koa3,
  };
}
