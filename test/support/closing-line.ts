import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run with the plain line that CI reads: `N passed, N failed`. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    // If a file fails to load or a setup fails, tests are missing that don't count as failed.
    const broken = suites.filter((suite) => suite.errors().length > 0).length + errors.length;
    const skipped = count('skipped');
    console.log(
      `\n${count('passed')} passed, ${count('failed') + broken} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    );
  }
}
