// What `lint` costs, in microseconds of CPU time per response: the least of rounds that alternate with and without it. The requests
// and their sockets are made here, so nothing of a network is measured. Prints one line of JSON.
import { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import Koa from 'koa';

const methods = () =>
  JSON.stringify(Object.getOwnPropertyNames(ServerResponse.prototype)) + ServerResponse.prototype.end;
const before = methods();
const { lint } = await import('@statuskit/testing');
const untouched = methods() === before;

const [ROUNDS, REQUESTS] = [15, 100];
const note = { id: 7, text: 'buy milk' };
const middleware = (mode) => (mode === 'none' ? [] : [lint({ mode, report() {} })]);

const MAKE = {
  express(mode) {
    const app = express();
    for (const one of middleware(mode)) app.use(one);
    return app.get('/', (_req, res) => void res.json(note));
  },
  koa(mode) {
    const app = new Koa();
    for (const one of middleware(mode)) app.use(one);
    app.use((ctx) => {
      ctx.body = note;
    });
    return app.callback();
  },
};

function ask(listener) {
  const socket = { writable: true, remoteAddress: '127.0.0.1', on() {}, once() {}, removeListener() {} };
  const request = Object.assign(new IncomingMessage(socket), {
    method: 'GET',
    url: '/',
    httpVersion: '1.1',
    httpVersionMajor: 1,
    httpVersionMinor: 1,
    headers: { host: 'api.example', accept: 'application/json', 'accept-encoding': 'gzip, br' },
    complete: true,
  });
  const response = new ServerResponse(request);
  return new Promise((resolve) => {
    const { end } = response;
    response.end = (...args) => {
      const result = end.apply(response, args);
      resolve();
      return result;
    };
    listener(request, response);
  });
}

async function microseconds(listener, requests) {
  const before = process.cpuUsage();
  for (let n = 0; n < requests; n++) await ask(listener);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requests;
}

const costs = {};
for (const [name, make] of Object.entries(MAKE)) {
  const listeners = ['none', 'warn', 'throw'].map((mode) => [mode, make(mode)]);
  for (const [, listener] of listeners) await microseconds(listener, 700);
  const least = {};
  for (let round = 0; round < ROUNDS; round++)
    for (const [mode, listener] of listeners)
      least[mode] = Math.min(least[mode] ?? Number.POSITIVE_INFINITY, await microseconds(listener, REQUESTS));
  const { none, warn, throw: thrown } = least;
  costs[name] = { none, warn: warn - none, throw: thrown - none, untouched };
}
console.log(JSON.stringify(costs));
