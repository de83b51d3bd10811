import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { addOthers } from './others.ts';
import { keepRows } from './rows.ts';
import { type Ended, runTool } from './tool.ts';

/** The initial state of both services: without our rows, with them, or with several of them changed by hand. */
export type State = 'fresh' | 'applied' | 'drifted';

/** Both services among other people's rows, and a folder of saved profiles. */
export interface World {
  readonly sandbox: Sandbox;
  /**
   * Restores everything to that state.
   *
   * @param remembering with the profile that apply has saved
   * @param env the services' addresses for the runs, if they differ: a profile belongs to one account
   */
  become(state: State, remembering: boolean, env?: Readonly<Record<string, string>>): void;
  /** Restores the usual addresses in saved profiles. @param env the earlier addresses, if different */
  moveBack(env: Readonly<Record<string, string>>): void;
  /** Changes our rows by hand, if they are complete. */
  drift(): void;
  run(argv: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  close(): Promise<void>;
}

const PROFILES = 'profiles.json';
/** A folder in memory, if there is one: thousands of runs save their profile. */
const FOLDERS = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Starts a world; real runs create each state once. */
export async function startWorld(): Promise<World> {
  const home = mkdtempSync(join(FOLDERS, 'ilert-haloitsm-faults-'));
  const sandbox = await startSandbox({ ilertRequestsPerMinute: 10_000_000, haloRequestsPerFiveMinutes: 10_000_000 });
  addOthers(sandbox);
  // A short list of events, which each run reads: the wanted ones, and those that must not be confused with them.
  const { lookups } = sandbox.halo.state;
  lookups.splice(0, lookups.length, ...lookups.filter(({ name }) => /New|Status Changed|Closed|Standard/.test(name)));
  const env = {
    ILERT_ENDPOINT: sandbox.ilert.url,
    ILERT_API_TOKEN: sandbox.ilert.token,
    HALO_URL: sandbox.halo.url,
    HALO_CLIENT_ID: sandbox.halo.clientId,
    HALO_CLIENT_SECRET: sandbox.halo.clientSecret,
    ILERT_ESCALATION_POLICY: 'Default',
  };
  const states = new Map<State, () => void>([['fresh', keepRows(sandbox)]]);
  const ran = await runTool(['apply'], env, home);
  if (ran.exitCode !== 0) throw new Error(`The world could not be made: ${ran.stderr}`);
  states.set('applied', keepRows(sandbox));
  const saved = readFileSync(join(home, PROFILES), 'utf8');
  driftIn(sandbox);
  states.set('drifted', keepRows(sandbox));

  return {
    sandbox,
    become(state, remembering, { ILERT_ENDPOINT = env.ILERT_ENDPOINT, HALO_URL = env.HALO_URL } = {}) {
      sandbox.intercept = undefined;
      sandbox.requests.length = 0;
      states.get(state)?.();
      const remembered = saved.replaceAll(env.ILERT_ENDPOINT, ILERT_ENDPOINT).replaceAll(env.HALO_URL, HALO_URL);
      if (remembering) writeFileSync(join(home, PROFILES), remembered);
      else rmSync(join(home, PROFILES), { force: true });
    },
    moveBack({ ILERT_ENDPOINT = env.ILERT_ENDPOINT, HALO_URL = env.HALO_URL }) {
      const file = join(home, PROFILES);
      if (!existsSync(file)) return;
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replaceAll(ILERT_ENDPOINT, env.ILERT_ENDPOINT).replaceAll(HALO_URL, env.HALO_URL));
    },
    drift: () => driftIn(sandbox),
    run: (argv, more = {}) => runTool(argv, { ...env, ...more }, home),
    close: async () => {
      await sandbox.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Changes our rows as people would: most of them differ, one event is gone, others added a step and a team. */
function driftIn({ ilert, halo }: Sandbox): void {
  const { state } = halo;
  const source = ilert.state.alertSources.find((row) => row.name === 'HaloITSM' && row.integrationType === 'HALOITSM');
  const integration = state.integrations.find(({ name }) => name === 'ilert integration');
  const method = state.methods.find(({ integration_id }) => integration_id === integration?.id);
  const runbook = state.webhooks.find(({ name, type }) => name === 'ilert runbook' && type === 1);
  const [newTicket, statusChanged] = [3, 76].map((event) =>
    state.bindings.find(({ webhook_id, eventno }) => webhook_id === runbook?.id && eventno === event),
  );
  const ours = [source, integration, method, runbook, newTicket, statusChanged];
  if (!source || !integration || !method || !runbook || !newTicket || !statusChanged) {
    throw new TypeError(`what drifts has to be whole: ${ours.map((row) => row?.id)}`);
  }
  Object.assign(source, { policyId: ilert.state.policies[1]?.id, teamIds: [ilert.state.teams[0]?.id], severity: 2 });
  integration.authorizationtype = 3;
  Object.assign(method, { path: '/elsewhere', requestbody: '{}' });
  runbook.active = false;
  const [send] = runbook.steps;
  Object.assign(send?.actions[1] ?? {}, { approval_result: 1 });
  if (!runbook.steps.some(({ name }) => name === 'Tell the boss')) {
    runbook.steps.push({
      fdid: state.nextId('step'),
      step_id: 9,
      name: 'Tell the boss',
      steptype: 3,
      isstart: false,
      isend: true,
      auto_action: 0,
      auto_action_type: null,
      actions: [],
    });
  }
  newTicket.delivery_method = 1;
  state.bindings.splice(state.bindings.indexOf(statusChanged), 1);
}
