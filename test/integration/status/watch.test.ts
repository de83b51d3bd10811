import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { pointedAt, run } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, storedIn } from '../../support/tenants.ts';

/** Runs `status --watch` on a terminal; calls `onLook` for each refresh, with a function that presses Ctrl-C. */
async function watched(sandbox: Sandbox, onLook: (number: number, interrupt: () => void) => void) {
  const looks: string[] = [];
  let interrupt: () => void = () => undefined;
  const write = (text: string) => {
    looks.push(text);
    onLook(looks.length, interrupt);
  };
  const { exitCode, stderr } = await run(['status', '--watch'], {
    env: { ...pointedAt(sandbox), NO_COLOR: '1' },
    stdout: { isTTY: true, write },
    onStart: (hand) => {
      interrupt = hand;
    },
  });
  return { exitCode, stderr, looks };
}

describe('status --watch', () => {
  it('refreshes until Ctrl-C, and ends as the last refresh did', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { exitCode, looks } = await watched(sandbox, (number, interrupt) => {
      if (number === 2) storedIn(sandbox).runbook.active = false;
      if (number === 3) interrupt();
    });
    expect(looks).toHaveLength(3);
    expect(looks[1]).toContain('Healthy');
    expect(looks[2]).toContain('is disabled');
    expect(exitCode).toBe(1);
  });

  it('ends at once on Ctrl-C during a refresh, without an error', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    let press: () => void = () => undefined;
    const { exitCode, looks, stderr } = await watched(sandbox, (_, interrupt) => {
      press = interrupt;
      sandbox.intercept = ({ path }) => {
        if (path === '/api/Automation') press();
        return undefined;
      };
    });
    expect([exitCode, looks.length, stderr]).toEqual([0, 1, expect.not.stringContaining('Error')]);
  });

  it('continues when a service fails for a while', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    let failures = 0;
    const { exitCode, looks, stderr } = await watched(sandbox, (number, interrupt) => {
      if (number === 2) return interrupt();
      sandbox.intercept = ({ path }) => {
        if (path !== '/api/alert-sources' || failures === 6) return undefined;
        failures += 1;
        return { kind: 'respond', status: 503, body: {} };
      };
    });
    expect(stderr).toMatch(/Refresh failed: ilert returned HTTP 503 for GET \/api\/alert-sources/);
    expect([exitCode, looks.length]).toEqual([0, 2]);
  });

  it.each([
    ['is no terminal', {}, []],
    ['wants JSON', { isTTY: true }, ['--json']],
  ])('is refused if standard output %s: exit 2, before any request', async (_, stream, argv) => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await run(['status', '--watch', ...argv], {
      env: pointedAt(sandbox),
      stdout: { ...stream, write: () => undefined },
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--watch needs an interactive terminal')]);
    expect(sandbox.requests).toEqual([]);
  });
});
