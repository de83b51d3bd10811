import { expect } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { pointedAt, run } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { answerByDefault, exitCodeAtEnd } from './default-answers.ts';
import { openTerminal, type TestTerminal, testOnTerminal } from './test-terminal.ts';

const LONG = { timeout: 120_000 };
/** How often the screen has to change before a request is answered: a person sees that something is happening. */
const CHANGES = 3;
const OFTEN_MS = 300;

/** What a person saw while the services were slow. */
interface Waits {
  /** Requests that nothing on the screen mentioned. */
  readonly silent: string[];
  /** Milliseconds until each change of the screen. */
  readonly took: number[];
}

/** Answers no request before the screen has changed, however slow this machine is. */
function answerOnlyWhatIsShown(sandbox: Sandbox, terminal: TestTerminal): Waits {
  const waits: Waits = { silent: [], took: [] };
  sandbox.intercept = async ({ method, path }) => {
    const took = await terminal.changes(CHANGES).catch(() => undefined);
    if (took) waits.took.push(...took);
    else waits.silent.push(`${method} ${path}`);
    return undefined;
  };
  return waits;
}

function expectLiveliness({ silent, took }: Waits): void {
  expect(silent).toEqual([]);
  expect(took.length).toBeGreaterThan(CHANGES);
  // If other programs use this machine, single changes take longer.
  const median = took.toSorted((one, other) => one - other)[Math.floor(took.length / 2)];
  expect(median).toBeLessThan(OFTEN_MS);
}

testOnTerminal('with slow services, the screen of the wizard changes during every wait', LONG, async () => {
  const sandbox = await sandboxOfTest();
  const terminal = openTerminal(sandbox);
  const waits = answerOnlyWhatIsShown(sandbox, terminal);
  await answerByDefault(terminal, sandbox);
  expect(await exitCodeAtEnd(terminal)).toBe(0);
  expectLiveliness(waits);
});

testOnTerminal.each(['plan', 'apply --yes', 'status', 'destroy --yes', 'verify --no-alert', 'verify --yes'])(
  'with slow services, the screen changes during every wait of %s',
  LONG,
  async (commandLine) => {
    const argv = commandLine.split(' ');
    const sandbox = await sandboxOfTest();
    const env = pointedAt(sandbox);
    if (argv[0] !== 'apply') await run(['apply'], { env });
    const terminal = openTerminal(sandbox, { argv, env });
    const waits = answerOnlyWhatIsShown(sandbox, terminal);
    expect(await terminal.ended()).toBe(0);
    expectLiveliness(waits);
  },
);
