import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A port of the loopback interface that leads to a Unix socket. */
export interface Relay {
  readonly port: number;
  /** Reports whether something listens on the socket. */
  isReady(): Promise<boolean>;
  close(): void;
}

/** Opens a free port for a program that can listen on a socket by its path, but not on a port that is free. */
export async function relayTo(path: string): Promise<Relay> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const behind = connect(path);
    for (const [one, other] of [
      [socket, behind],
      [behind, socket],
    ] as const) {
      open.add(one);
      one.on('close', () => open.delete(one));
      one.on('error', () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    isReady: () =>
      new Promise((resolve) => {
        const socket = connect(path);
        socket.on('error', () => resolve(false));
        socket.on('connect', () => {
          socket.destroy();
          resolve(true);
        });
      }),
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
