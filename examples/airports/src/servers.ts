import { createAudit } from './audit.ts';
import { type ExpressOptions, expressApp } from './express.ts';
import { type KoaOptions, koaApp } from './koa.ts';
import { type Listening, listen } from './listen.ts';
import { createRegister } from './register.ts';
import type { Services } from './routes.ts';
import { seedAirports } from './seed.ts';
import { tourMoods } from './tour.ts';
import { startUpstream } from './upstream.ts';
import { weatherClient } from './weather.ts';

/** The demo as it runs: the weather service, and the register on both frameworks. */
export type Servers = {
  readonly upstream: string;
  readonly express: string;
  readonly koa: string;
  close(): Promise<void>;
};

/** What may be said about the servers. */
export type ServersOptions = {
  /** Port of Express; Koa takes the next one. Default 0: any free ones. */
  readonly port?: number | undefined;
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
  const { port = 0 } = options;
  const seed = seedAirports();
  const running: Listening[] = [];
  const started = async (starting: Promise<Listening>): Promise<Listening> => {
    const server = await starting;
    running.push(server);
    return server;
  };
  const close = async (): Promise<void> => {
    await Promise.all(running.map((server) => server.close()));
  };

  try {
    const upstream = await started(startUpstream({ moods: tourMoods }));
    const services = (): Services => ({
      register: createRegister(seed),
      audit: createAudit(),
      weather: weatherClient(upstream.url),
    });
    const express = await started(listen(expressApp(services(), options.express), port));
    const koa = await started(listen(koaApp(services(), options.koa).callback(), port === 0 ? 0 : port + 1));
    return { upstream: upstream.url, express: express.url, koa: koa.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
