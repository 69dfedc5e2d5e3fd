import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { app } from './notes.ts';

const server = createServer(app).listen(0, '127.0.0.1', () => {
  console.log(`curl -i http://127.0.0.1:${(server.address() as AddressInfo).port}/notes/7`);
});
