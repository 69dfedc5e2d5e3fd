import { createAudit } from './audit.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import { createExports } from './exports.ts';
import { type ExpressOptions, expressApp } from './express.ts';
import { type KoaOptions, koaApp } from './koa.ts';
import { sharedLimits } from './limits.ts';
import { listenAgain } from './listen.ts';
import { createNotices } from './notices.ts';
import { createRegister } from './register.ts';
import type { Services } from './routes.ts';
import { seedAirports } from './seed.ts';
import { tourMoods } from './tour/failing.ts';
import { startUpstream } from './upstream.ts';
import { weatherClient } from './weather.ts';

/** The demo as it runs: the weather service, and the register on both frameworks. */
export type Servers = {
  readonly upstream: string;
  readonly express: string;
  readonly koa: string;
  /** Whether one limit holds for both. */
  readonly sharesLimits: boolean;
  /** Drains one of the two, and starts it again at its address. */
  restart(server: 'express' | 'koa'): Promise<void>;
  close(): Promise<void>;
};

/** What may be said about the servers. */
export type ServersOptions = {
  /** Port of Express; Koa takes the next one. Default 0: any free ones. */
  readonly port?: number | undefined;
  /** A Redis server on which both keep their limits. Default: each keeps its own in memory. */
  readonly redisUrl?: string | undefined;
  /** Where notices are kept; closed with the servers. Default: a PostgreSQL of the demo's own, in memory. */
  readonly database?: OpenDatabase | undefined;
  readonly express?: ExpressOptions | undefined;
  readonly koa?: KoaOptions | undefined;
};

/**
 * Starts everything on loopback, the weather service broken for the airports of the tour.
 *
 * Each framework has a register of its own, so that a tour that writes finds the same on both. Rejects where a port is
 * taken; what had been started by then is ended.
 */
export async function startServers(options: ServersOptions = {}): Promise<Servers> {
  const { port = 0, redisUrl, database: given } = options;
  const seed = seedAirports();
  const running: { close(): Promise<void> }[] = [];
  const started = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const one = await starting;
    running.push(one);
    return one;
  };
  const close = async (): Promise<void> => {
    // Last in, first out: a server may still need its database.
    for (const one of running.splice(0).reverse()) await one.close();
  };

  try {
    const database = await started(given === undefined ? openDatabase() : Promise.resolve(given));
    const upstream = await started(startUpstream({ moods: tourMoods }));
    const limits =
      redisUrl === undefined ? undefined : await started(Promise.resolve(sharedLimits(redisUrl)));
    const services = (name: string): Services => {
      const exports = createExports();
      running.push({ close: async () => exports.stop() });
      return {
        register: createRegister(seed),
        notices: createNotices(database, name),
        exports,
        audit: createAudit(),
        weather: weatherClient(upstream.url),
        limits: limits?.store,
      };
    };
    const express = await started(
      listenAgain(expressApp(services('express'), options.express), { ...options.express, port }),
    );
    const koa = await started(
      listenAgain(koaApp(services('koa'), options.koa), { ...options.koa, port: port === 0 ? 0 : port + 1 }),
    );
    return {
      upstream: upstream.url,
      express: express.url,
      koa: koa.url,
      sharesLimits: limits !== undefined,
      restart: (server) => (server === 'express' ? express : koa).restart(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
