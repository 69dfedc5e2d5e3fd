/*
 * Runs unit tests for Stryker in its own process, without vitest: a mutant costs the tests that reach it, some milliseconds, and
 * not a worker and all modules again, half a second.
 *
 * The modules of the room and its tests are imported once, with the stand-in for vitest that other runtimes use as well. The
 * instrumented code asks `__stryker__.activeMutant` at each step, so that one set of modules serves all mutants, one after the
 * other. Only a mutant of code that runs while modules load needs a fresh set: `?set=2` behind each address makes one.
 *
 * One thing could spoil a score: a mutant that leaves something behind makes a later test fail. So after a failure the same test
 * runs again without a mutant; if it fails then too, the mutant is tried again on a fresh set.
 */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { createRequire, registerHooks, stripTypeScriptTypes } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';

// Dependencies of vitest, which are not ours.
const inVitest = createRequire(createRequire(import.meta.url).resolve('vitest/package.json'));
const OF_VITEST = new Map(
  ['@vitest/expect', '@vitest/spy', 'chai'].map((name) => [name, pathToFileURL(inVitest.resolve(name)).href]),
);

const STAND_IN = 'test/setup/portable/vitest.ts';

const global = {};
globalThis.__stryker__ = global;

let set = 0;
let rejection;
process.on('unhandledRejection', (reason) => {
  rejection = reason;
});

// Stryker works on a copy of the repository, which is the working directory from `init` on.
const here = (path) => pathToFileURL(resolve(path)).href;

const sources = new Map();
const hooks = {
  resolve(specifier, context, next) {
    if (OF_VITEST.has(specifier)) return next(OF_VITEST.get(specifier), context);
    const found =
      specifier === 'vitest' ? { url: here(STAND_IN), shortCircuit: true } : next(specifier, context);
    // What was imported already has its set behind it.
    return /\.ts$/.test(found.url) ? { ...found, url: `${found.url}?set=${set}` } : found;
  },
  load(url, context, next) {
    const [address] = url.split('?');
    if (!address.startsWith('file:') || !address.endsWith('.ts')) return next(url, context);
    // The copy that Stryker works on is in node_modules, whose types Node itself does not strip.
    if (!sources.has(address))
      sources.set(address, stripTypeScriptTypes(readFileSync(fileURLToPath(address), 'utf8')));
    return { format: 'module', source: sources.get(address), shortCircuit: true };
  },
};

/** Imports the tests of the room afresh. Returns them by id, and the function that runs one. */
async function load() {
  set++;
  const { tests, runTest } = await import(`${here(STAND_IN)}?set=${set}`);
  const byId = new Map();
  const files = await Array.fromAsync(glob(`packages/core/test/${process.env.MUTATION_TESTS}.test.ts`));
  for (const file of files.sort()) {
    const first = tests.length;
    await import(`${here(file)}?set=${set}`);
    // Names may occur twice: two tables of cases in one group.
    for (const [at, test] of tests.entries().drop(first))
      byId.set(`${file}#${at} ${test.name}`, { file, test });
  }
  return { byId, runTest };
}

/**
 * How often a mutant is reached before it counts as an endless loop. Stryker allows 100 times as often as without a mutant, which
 * for a loop that all tests run takes minutes: 5 times, and a million.
 */
const endless = (hitLimit) => Math.min(hitLimit, hitLimit / 20 + 1_000_000);

// The quickest tests come first: most mutants need no other.
const slowest = new Map();
const quickestFirst = (ids) =>
  [...ids].sort((one, other) => (slowest.get(one) ?? 0) - (slowest.get(other) ?? 0));

async function outcomeOf(id, { file, test }, runTest) {
  const start = performance.now();
  let failure;
  rejection = undefined;
  try {
    await runTest(test);
    failure = rejection;
  } catch (error) {
    failure = error ?? 'failed';
  }
  const timeSpentMs = performance.now() - start;
  slowest.set(id, Math.max(slowest.get(id) ?? 0, timeSpentMs));
  const seen = { id, name: test.name, fileName: resolve(file), timeSpentMs };
  return failure === undefined
    ? { ...seen, status: 'success' }
    : { ...seen, status: 'failed', failureMessage: String(failure?.message ?? failure) };
}

class InProcess {
  /** The modules that were imported without a mutant, or undefined if they have to be imported. */
  #loaded;

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    registerHooks(hooks);
    // A failure is enough, and need not be made small. With a fixed seed, the same mutants survive each time.
    fc.configureGlobal({ seed: 1, endOnFailure: true });
  }

  async dryRun() {
    const { byId, runTest } = await this.#clean();
    const tests = [];
    for (const [id, one] of byId) {
      global.currentTestId = id;
      tests.push(await outcomeOf(id, one, runTest));
    }
    global.currentTestId = undefined;
    return { status: 'complete', tests, mutantCoverage: global.mutantCoverage };
  }

  async mutantRun(options) {
    const { killer, tests, hits } = await this.#attempt(options);
    if (hits > endless(options.hitLimit)) return { status: 'timeout', reason: `${hits} hits` };
    if (killer === undefined) return { status: 'survived', nrOfTests: tests };
    const { id, failureMessage } = killer;
    return { status: 'killed', killedBy: id === undefined ? [] : [id], failureMessage, nrOfTests: tests };
  }

  async #attempt(options, isLast = false) {
    const { activeMutant, testFilter, mutantActivation } = options;
    const isStatic = mutantActivation === 'static';
    const hitLimit = endless(options.hitLimit);
    Object.assign(global, { activeMutant: undefined, hitCount: 0, hitLimit });
    let loaded = isStatic ? undefined : await this.#clean();
    global.activeMutant = activeMutant.id;
    let tests = 0;
    let killer;
    try {
      loaded ??= await load();
      for (const id of quickestFirst(testFilter ?? loaded.byId.keys())) {
        tests++;
        const outcome = await outcomeOf(id, loaded.byId.get(id), loaded.runTest);
        if (outcome.status === 'failed') {
          killer = outcome;
          break;
        }
      }
    } catch (error) {
      killer = { id: undefined, failureMessage: String(error) }; // its modules do not load
    }
    const hits = global.hitCount;
    Object.assign(global, { activeMutant: undefined, hitCount: undefined });
    if (killer?.id === undefined || isStatic || isLast) return { killer, tests, hits };
    const again = await outcomeOf(killer.id, loaded.byId.get(killer.id), loaded.runTest);
    if (again.status === 'success') return { killer, tests, hits };
    this.#loaded = undefined;
    return this.#attempt(options, true);
  }

  async #clean() {
    this.#loaded ??= await load();
    return this.#loaded;
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', factory: () => new InProcess() }];
