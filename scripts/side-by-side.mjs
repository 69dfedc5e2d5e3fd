// Runs scripts of the workspace at the same time, since one alone leaves half of two cores idle.
//
//     node scripts/side-by-side.mjs test:source,after:build,test:built build,docs:check
//
// Each word is a lane: its scripts run one after the other, and the first that fails ends the lane. `after:` waits for a script of
// another lane, and ends the lane if that did not succeed. The first lane prints as it goes, the others when all before them have
// ended, so that no line of one stands between lines of another.
import { spawn } from 'node:child_process';

const isWindows = process.platform === 'win32';

/** Runs one script; resolves with the code that it ended with and, unless it printed that itself, its output. */
function run(script, printsItself) {
  return new Promise((resolve, reject) => {
    const stdio = printsItself ? 'inherit' : ['ignore', 'pipe', 'pipe'];
    const child = spawn('pnpm', ['run', '--silent', script], { stdio, shell: isWindows });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks) }));
  });
}

// Resolves with whether a script has succeeded; false if its lane ended before it.
const ends = new Map();
const words = process.argv.slice(2).map((word) => word.split(','));
for (const script of words.flat()) ends.set(script, Promise.withResolvers());

async function runLane(scripts, printsItself) {
  const outputs = [];
  try {
    for (const script of scripts) {
      if (script.startsWith('after:')) {
        if (await ends.get(script.slice('after:'.length)).promise) continue;
        return { failed: undefined, outputs };
      }
      const { code, output } = await run(script, printsItself);
      outputs.push(output);
      if (code !== 0) return { failed: script, outputs };
      ends.get(script).resolve(true);
    }
    return { failed: undefined, outputs };
  } finally {
    for (const script of scripts) ends.get(script).resolve(false);
  }
}

const lanes = words.map((scripts, at) => runLane(scripts, at === 0));
const failed = [];
for (const lane of lanes) {
  const ended = await lane;
  process.stdout.write(Buffer.concat(ended.outputs));
  if (ended.failed !== undefined) failed.push(ended.failed);
}
if (failed.length > 0) {
  process.stdout.write(`failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
