// Mutation testing, by `npm run mutate -- --mutate packages/core/src/conditional/evaluate.ts`: each small change of the source must
// fail a unit test of its room. `MUTATION_TESTS` names those tests. Default: the room that is measured below.
//
// conditional/evaluate.ts: 97.1 %, 8 of 289 mutants survive. Each of them changes nothing that can be observed: a comparison with
// undefined that the next expression makes again (5), the name of the strong comparison, which is what is not weak (1), and a status
// below 200 or a cut without a length, which never reach the line (2).
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'test/setup/mutation.config.ts', related: false },
  plugins: ['@stryker-mutator/vitest-runner'],
  mutate: ['packages/core/src/conditional/evaluate.ts'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  thresholds: { high: 97, low: 90, break: 90 },
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: 'node_modules/.cache/stryker',
};
