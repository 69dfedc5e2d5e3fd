// `npm run site`: builds the site and serves it on the loopback interface. `--build` only builds, `--port 4000` chooses the port.
import { parseArgs } from 'node:util';
import { buildSite } from './build.mjs';
import { serveSite } from './serve.ts';

const { values } = parseArgs({
  options: {
    build: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
  },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535)
  throw new RangeError(`--port: expected a number from 0 to 65535, got ${values.port}`);

const { pages, seconds } = await buildSite();
console.log(`${pages} pages in ${seconds.toFixed(1)} s: site/dist`);
if (!values.build) {
  const server = await serveSite(port);
  console.log(`http://127.0.0.1:${server.address().port}/`);
}
