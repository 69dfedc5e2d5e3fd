import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A server that speaks just enough of the protocol of MySQL to refuse statements. */
export interface MysqlServer {
  readonly port: number;
  close(): Promise<void>;
}

const COM_QUIT = 1;
const COM_QUERY = 3;

function packet(sequence: number, ...parts: (Buffer | string | readonly number[])[]): Buffer {
  const payload = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  return Buffer.concat([Buffer.from([payload.length & 255, payload.length >> 8, 0, sequence]), payload]);
}

// Protocol 10, with plain text of 4.1 and a plugin for passwords, of which none is checked.
const GREETING = packet(
  0,
  [10],
  '8.4.0\0',
  [1, 0, 0, 0],
  'saltsalt',
  [0, 0xff, 0xf7, 8, 2, 0, 0xdf, 0, 21, ...new Array<number>(10).fill(0)],
  'saltsaltsalt\0mysql_native_password\0',
);
const okay = (sequence: number): Buffer => packet(sequence, [0, 0, 0, 2, 0, 0, 0]);
const failure = (sequence: number, errno: number, state: string): Buffer =>
  packet(sequence, [255, errno & 255, errno >> 8], `#${state}Duplicate entry 'hunter2' for key 'teams.name'`);

// What Sequelize and TypeORM ask first: one row with one column.
const END = [254, 0, 0, 2, 0];
const VERSION = Buffer.concat([
  packet(1, [1]),
  packet(2, '\x03def\0\0\0\x07version\0', [12, 33, 0, 24, 0, 0, 0, 253, 0, 0, 0, 0, 0]),
  packet(3, END),
  packet(4, '\x058.4.0'),
  packet(5, END),
]);

function converse(socket: Socket): void {
  let arrived: Buffer = Buffer.alloc(0);
  let isKnown = false;
  socket.write(GREETING);
  socket.on('data', (chunk: Buffer) => {
    arrived = Buffer.concat([arrived, chunk]);
    while (arrived.length >= 4 && arrived.length >= 4 + arrived.readUIntLE(0, 3)) {
      const length = arrived.readUIntLE(0, 3);
      const command = arrived[4];
      const text = arrived.toString('latin1', 5, 4 + length);
      arrived = arrived.subarray(4 + length);
      const [, errno = '', state = ''] = /fail (\d+) (\w{5})/.exec(text) ?? [];
      if (!isKnown) socket.write(okay(2));
      else if (command === COM_QUIT) socket.end();
      else if (/version\(\)/i.test(text)) socket.write(VERSION);
      else socket.write(command === COM_QUERY && errno !== '' ? failure(1, Number(errno), state) : okay(1));
      isKnown = true;
    }
  });
}

/** Starts a server that lets everybody in and refuses the statement `fail ERRNO STATE`; one that is full refuses everybody. */
export async function startMysqlServer(isFull = false): Promise<MysqlServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    // Before its greeting the server knows nothing of the client and sends no state.
    if (isFull) socket.end(packet(0, [255, 1040 & 255, 1040 >> 8], 'Too many connections: hunter2'));
    else converse(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
