import { type Application, type ReportListener, serve } from '@statuskit/node';

/** A server that listens, and how to end it. */
export type Listening = {
  readonly url: string;
  /** Ends when every request is answered; nothing new is accepted then. */
  drain(): Promise<unknown>;
  /** Ends at once, and open connections too. */
  close(): Promise<void>;
};

/** What may be said about a server. */
export type ListenOptions = {
  /** Default: 0, any free one. */
  readonly port?: number | undefined;
  /** Called for each answer that is made below the framework. */
  readonly report?: ReportListener | undefined;
};

/**
 * Serves an application on the loopback interface. Signals are left to the demo, and nothing stands before it that would have
 * to notice a drain, so its delay is short.
 *
 * Rejects if the port is taken.
 */
export async function listen(app: Application, { port = 0, report }: ListenOptions = {}): Promise<Listening> {
  const server = await serve(app, {
    port,
    host: '127.0.0.1',
    health: { live: '/livez', ready: '/readyz' },
    drain: { signals: [], delay: 0.1, deadline: 5 },
    report,
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('listen: expected a TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    drain: () => server.drain(),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

/** A server that can be restarted at its address. */
export type Restartable = Omit<Listening, 'drain'> & {
  /** Drains the server, and then starts another for the same application. */
  restart(): Promise<void>;
};

/** As `listen`, with restarts. */
export async function listenAgain(app: Application, options: ListenOptions = {}): Promise<Restartable> {
  let current = await listen(app, options);
  const { url } = current;
  return {
    url,
    async restart() {
      await current.drain();
      current = await listen(app, { ...options, port: Number(new URL(url).port) });
    },
    close: () => current.close(),
  };
}
