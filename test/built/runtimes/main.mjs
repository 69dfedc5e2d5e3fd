// In a process of its own: node, bun or deno. Prints one line of JSON.
import { runChecks } from './packages.mjs';

const [url, closed] = process.argv.slice(2);
console.log(JSON.stringify(await runChecks(url, closed)));
process.exit(0);
