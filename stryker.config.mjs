// Mutation testing, by `npm run mutate -- fields`: each small change of the source must fail a unit test of its room. At least 90 %
// of the changes must.
//
// conditional/evaluate.ts: 97.1 %, 8 of 289 mutants survive. Each of them changes nothing that can be observed: a comparison with
// undefined that the next expression makes again (5), the name of the strong comparison, which is what is not weak (1), and a status
// below 200 or a cut without a length, which never reach the line (2).
//
// problem/render.ts: 96.5 %, 7 of 199 survive. None changes what is sent: what most programs send in Accept is compared with a list
// first (4), a field Vary that is absent is not parsed (1), a request id that is undefined is not tried as a UUID (1), and a listener
// that is absent would be a TypeError that `callHook` drops (1).
//
// fields: 98.6 %, 38 of 2,773 survive. None changes what is read or written: a loop that looks one character past the end, where no
// character is (18), a check that the next line repeats, mostly for the compiler (14), a fast path for what most programs send (2),
// and a comparison that is never of equals, or a value that stands for what no text can be (4).
//
// errors/understand: 96.6 %, 91 of 3,105 survive, and 15 are reached by no test. Of these 106, 71 change nothing: the text that stands
// for one that is absent, and differs from each that it is compared with (41); a condition or an optional chain that the types require,
// and the next expression repeats (17); a shortcut to what the rest returns as well (5); a part of the request that `faultAt` takes
// for the content as it does `body` (3); a `catch` that returns undefined for false (3); and the `default` of a `switch` whose end
// returns the same (2). The other 35 are not explained yet, among them a CastError of mongoose and the driver adapters of prisma.
//
// rate-limit: 95.7 %, 68 of 1,579 survive, 45 of them in memory. 16 choose which policies share a table and which key a full table
// evicts: `eviction` and `flood` test it, and are too slow to run for each mutant. 12 have a test since, and were not counted again.
// One is a clock that steps back by more than half a year, which is not tested. The other 39 change nothing that can be observed: a
// bound that is never met (11), a shortcut to what the rest returns as well (10), a value that is always replaced, or never read (8),
// a write of what is there, or beside the array (7), and a check of what has been checked (3).

/**
 * The rooms of core that are measured, the tests of each, and what runs them: vitest, or, some ten times faster, the stand-in for it
 * in test/setup/portable.
 */
export const ROOMS = {
  'conditional/evaluate': { tests: 'conditional/{evaluate,oracle,table}', runner: 'in-process' },
  fields: { tests: 'fields/!(hostile-input)', runner: 'in-process' },
  'errors/understand': { tests: 'errors/understand/**/*', runner: 'in-process' },
  'problem/render': { tests: 'problem/{render,negotiate}', runner: 'in-process' },
  'rate-limit': { tests: 'rate-limit/**/!(bugs-of-others|eviction|flood|strict)', runner: 'in-process' },
};

export default {
  testRunner: 'vitest',
  testRunnerNodeArgs: ['--conditions=@statuskit/source'],
  vitest: { configFile: 'test/setup/mutation.config.ts', related: false },
  plugins: ['@stryker-mutator/vitest-runner', './test/setup/mutation-runner.mjs'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  thresholds: { high: 97, low: 90, break: 90 },
  reporters: ['progress-append-only', 'clear-text'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  warnings: { slow: false },
  tempDirName: 'node_modules/.cache/stryker',
};
