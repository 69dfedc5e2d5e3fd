import type { Reporter, TestModule } from 'vitest/node';
import { NOT_RUN } from './programs.ts';

/** Prints what was not run and why, then one plain closing line, so that a script can read the outcome of a run. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++;
      for (const suite of module.children.suites()) {
        if (suite.name.includes(NOT_RUN)) process.stdout.write(`${module.relativeModuleId}: ${suite.name}\n`);
      }
      if (module.state() === 'failed' && module.errors().length > 0) count.failed++;
    }
    process.stdout.write(
      `${count.passed} passed, ${count.failed} failed, ${count.skipped + count.pending} skipped\n`,
    );
  }
}
