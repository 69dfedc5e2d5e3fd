import { connect, type Socket } from 'node:net';
import { parseResponse, type RawResponse } from './raw.ts';

/** A connection on which one request follows another. */
export interface OpenConnection {
  readonly socket: Socket;
  /** Everything that has been received. */
  readonly bytes: () => string;
  send(text: string): void;
  /** Waits for the next whole response. */
  next(): Promise<RawResponse>;
  /** Resolves when the connection is closed, with the code of the error that ended it. */
  readonly closed: Promise<string | undefined>;
}

export function openConnection(port: number): Promise<OpenConnection> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let all = '';
    let rest = '';
    let error: string | undefined;
    let wake = (): void => {};
    let isClosed = false;
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      all += text;
      rest += text;
      wake();
    });
    socket.on('error', (failure: NodeJS.ErrnoException) => {
      error = failure.code;
      reject(failure);
    });
    const closed = new Promise<string | undefined>((done) => {
      socket.on('close', () => {
        isClosed = true;
        wake();
        done(error);
      });
    });
    socket.once('connect', () =>
      resolve({
        socket,
        closed,
        bytes: () => all,
        send: (text) => void socket.write(text, 'latin1'),
        async next() {
          for (;;) {
            const response = parseResponse(rest);
            if (response?.complete) {
              rest = response.rest;
              return response;
            }
            if (isClosed) throw new Error(`closed (${error}) after ${JSON.stringify(rest)}`);
            await new Promise<void>((go) => {
              wake = go;
            });
          }
        },
      }),
    );
  });
}
