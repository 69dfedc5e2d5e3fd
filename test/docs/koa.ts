// What the examples for Koa take for granted, beside common.ts.
import { bodyParser as parser } from '@koa/bodyparser';
import KoaRouter, { type RouterContext } from '@koa/router';
import Koa, { type Context, type Middleware } from 'koa';

export const app: Koa = new Koa();
export const router: KoaRouter = new KoaRouter();
export const bodyParser: typeof parser = parser;

export const saveNote: Middleware = (ctx) => {
  ctx.body = { saved: true };
};
export const createNote: Middleware = (ctx) => {
  ctx.status = 201;
};
export const sendExport: Middleware = (ctx) => {
  ctx.body = 'id,text';
};
export const authenticate: Middleware = (_ctx, next) => next();
export const login: Middleware = (ctx) => {
  ctx.body = { token: 't' };
};
export const pay = async (ctx: Context): Promise<{ readonly paid: unknown }> => ({ paid: ctx.request.body });
export const scope = (ctx: Context): string => ctx.get('authorization');

export declare const ctx: RouterContext;
