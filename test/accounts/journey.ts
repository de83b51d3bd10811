import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { interruptedError } from '../../src/errors/cli-error.ts';
import { keepRows } from '../faults/rows.ts';
import { type Ended, runTool } from '../faults/tool.ts';
import { ENTER, type Script, scriptedPrompter } from '../wizard/scripted-prompter.ts';
import { furnish } from './account.ts';

/** A pair of services that is filled again for each account. */
export interface Place {
  readonly sandbox: Sandbox;
  readonly home: string;
  /** Restores the initial state, with nothing of ours. */
  readonly empty: () => void;
  close(): Promise<void>;
}

/** A folder in memory, if there is one: thousands of runs save their profile. */
const FOLDERS = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export async function openPlace(): Promise<Place> {
  const sandbox = await startSandbox({
    others: false,
    ilertRequestsPerMinute: 10_000_000,
    integrationKeyRequestsPerMinute: 10_000_000,
    haloRequestsPerFiveMinutes: 10_000_000,
  });
  const home = mkdtempSync(join(FOLDERS, 'ilert-haloitsm-accounts-'));
  return {
    sandbox,
    home,
    empty: keepRows(sandbox),
    async close() {
      await sandbox.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Settings for a journey; `wizard` asks for them. */
interface Way {
  readonly flags: readonly string[];
  readonly script?: Script;
  /** Whether every ticket becomes an alert. */
  readonly isOpen: boolean;
}

const REFERENCES = ['--team', 'Operations', '--service', 'Mail', '--support-hours', 'Office hours'];
const FILTERS = ['--only-ticket-type', 'Incident', '--only-priority', '1'];
const OWN_POLICY = [
  '--escalation-policy',
  'Made here',
  '--policy-responder',
  'Ada Admin',
  '--policy-responder',
  'On-call',
];

const WAYS: readonly Way[] = [
  { flags: [], isOpen: true },
  { flags: [...REFERENCES, '--priority', 'high-during-support-hours', ...FILTERS], isOpen: false },
  { flags: OWN_POLICY, isOpen: true },
  {
    flags: ['--team', 'Operations', '--grouping', 'none', ...FILTERS],
    script: {
      teams: ['Operations'],
      policy: 'Default',
      grouping: ENTER,
      product: ENTER,
      payload: ENTER,
      confirm: ENTER,
      'test-alert': ENTER,
      'save-settings': ENTER,
      tickets: 'Only matching',
      'on-call': ENTER,
      'halo.onlyTicketType': ['Incident'],
      'halo.onlyPriority': ['Critical'],
      'halo.onlyTeam': 'All',
    },
    isOpen: false,
  },
  {
    flags: ['--grouping', 'none', '--escalation-policy', 'HaloITSM tickets', '--policy-responder', 'Ada Admin'],
    script: {
      teams: [],
      policy: '+ Create a new escalation policy',
      'policy-name': 'HaloITSM tickets',
      'policy-responders': ['Ada Admin'],
      grouping: ENTER,
      product: ENTER,
      payload: ENTER,
      tickets: ENTER,
      'on-call': ENTER,
      confirm: ENTER,
      'test-alert': ENTER,
      'save-settings': ENTER,
    },
    isOpen: true,
  },
];

/**
 * Takes an integration through an account full of other people's rows: plan, apply or the wizard, plan, a settings file
 * from what is live, status, verify, export, destroy.
 *
 * @returns what did not hold, in words; empty if everything did
 */
export async function wrongIn({ sandbox, home, empty }: Place, seed: number): Promise<string[]> {
  empty();
  forget(sandbox);
  const others = furnish(sandbox, seed);
  const before = JSON.stringify([sandbox.ilert.state.others, sandbox.halo.state.others]);
  const way = WAYS[seed % WAYS.length] as Way;
  rmSync(home, { recursive: true, force: true });
  const wrong: string[] = [];

  const tool = async (
    argv: readonly string[],
    wanted: number,
    script?: Script,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Ended> => {
    const prompter = script && scriptedPrompter(script, interruptedError);
    let shown = '';
    const terminal = { isTTY: true, columns: 300, rows: 30, write: (text: string) => (shown += text) };
    const ofPrompter = prompter ? { TERM: 'dumb', ILERT_ESCALATION_POLICY: '' } : {};
    const env = { ...variablesOf(sandbox), ...ofPrompter, ...variables };
    const more = prompter && { openPrompter: async () => prompter, stdin: terminalInput(), stderr: terminal };
    const ended = await runTool(argv, env, home, more);
    const faults = prompter ? [...prompter.faults(), ...prompter.refused, shown] : [];
    if (ended.exitCode !== wanted) {
      const said = [...faults, ended.stderr.trim(), ended.stdout.trim()].join('; ');
      wrong.push(
        `${argv.join(' ') || 'the wizard'}: exit ${ended.exitCode} instead of ${wanted}: ${said.slice(0, 800)}`,
      );
    }
    return ended;
  };

  await tool(['plan', '--exit-code', ...way.flags], 4);
  if (way.script) await tool([], 0, way.script);
  else await tool(['apply', ...way.flags], 0);
  await tool(['plan', '--exit-code', ...way.flags], 0);
  await tool(['init', 'live.yaml', '--from-live', ...way.flags], 0);
  await tool(['plan', '--exit-code', '--config', 'live.yaml'], 0, undefined, { ILERT_ESCALATION_POLICY: '' });
  await tool(['status', ...way.flags], 0);
  await tool(['verify', '--yes', '--wait', '20', ...way.flags], 0);
  if (way.isOpen && seed % 3 === 0) {
    await tool(['verify', '--yes', '--through-halo', '--wait', '20', ...way.flags], 0);
    await tool(['status', ...way.flags], 0);
  }
  await tool(['export', 'out', '--terraform'], 0);
  await tool(['destroy', '--yes', ...way.flags], 0);
  await tool(['plan', '--exit-code', ...way.flags], 4);

  for (const { method, path, write } of sandbox.requests) {
    const id = path.split('/')[3];
    if (write && id !== undefined && others.has(id)) wrong.push(`a row of others was written: ${method} ${path}`);
  }
  if (JSON.stringify([sandbox.ilert.state.others, sandbox.halo.state.others]) !== before)
    wrong.push('rows of others have changed');
  return wrong;
}

function forget({ ilert, halo, requests }: Sandbox): void {
  for (const list of [ilert.state.alerts, halo.state.tickets, halo.state.runs, halo.state.deliveries, requests])
    list.length = 0;
}

/** The variables that point the program at a sandbox. */
export function variablesOf({ ilert, halo }: Sandbox): Record<string, string> {
  return {
    ILERT_ENDPOINT: ilert.url,
    ILERT_API_TOKEN: ilert.token,
    HALO_URL: halo.url,
    HALO_CLIENT_ID: halo.clientId,
    HALO_CLIENT_SECRET: halo.clientSecret,
    ILERT_ESCALATION_POLICY: 'Default',
  };
}

function terminalInput() {
  return Object.assign((async function* nothing() {})(), { isTTY: true });
}
