import { describe, expect, it } from 'vitest';
import { StatusId } from '../../../sandbox/halo/tenant.ts';
import { importIntegration, importRunbook, type Sandbox, type SandboxOptions } from '../../../sandbox/sandbox.ts';
import { Secret } from '../../../src/secret/secret.ts';
import { pointedAt, run } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { writesIn } from '../../support/tenants.ts';
import { haloAt } from '../../support/wire.ts';
import { type Exported, exported } from './exported.ts';

/** Creates an ilert with an alert source, and another tenant's HaloITSM whose admin may not use its API. */
async function twoTenants(options: SandboxOptions = {}) {
  const [first, second] = [await sandboxOfTest(options), await sandboxOfTest(options)];
  const [name, integrationType] = options.product === 'halopsa' ? ['HaloPSA', 'HALOPSA'] : ['HaloITSM', 'HALOITSM'];
  return { first, second, source: first.ilert.state.addAlertSource(name, { integrationType }) };
}

const documentIn = ({ files }: Exported, name: string) => JSON.parse(files[name] ?? '');

/** Imports twice with "Import from JSON", and binds the events by hand, as the exported page says. */
function importedInto({ halo }: Sandbox, set: Exported) {
  const { integration, runbook } = importedWithoutEvents(halo, set);
  halo.state.addBinding(runbook, 3, 'New Ticket Logged');
  halo.state.addBinding(runbook, 76, 'Ticket Status Changed');
  return { integration, runbook };
}

function importedWithoutEvents({ state }: Sandbox['halo'], set: Exported) {
  const integration = importIntegration(state, documentIn(set, 'custom-integration.json'));
  return { integration, runbook: importRunbook(state, documentIn(set, 'runbook.json')) };
}

/** The same with two priorities: each of both events once for each of them, and "Closed" for all tickets. */
function importedWithPriorities({ halo }: Sandbox, set: Exported, ...priorities: number[]) {
  const { runbook } = importedWithoutEvents(halo, set);
  for (const priority of priorities) {
    const condition = {
      fieldname: 'seriousness',
      type: 0,
      value_int: priority,
      value_type: 'int',
      tablename: 'faults',
    };
    const filter = { filter_type: 2, condition_count: 1, conditions: [condition] };
    halo.state.addBinding(runbook, 3, 'New Ticket Logged', filter);
    halo.state.addBinding(runbook, 76, 'Ticket Status Changed', filter);
  }
  halo.state.addBinding(runbook, 39, 'Closed');
}

function clientOf({ halo: { url, clientId, clientSecret } }: Sandbox) {
  return haloAt(url, { clientId, clientSecret: new Secret(clientSecret) });
}

describe.each([
  ['recommended', 'haloitsm'],
  ['full', 'haloitsm'],
  ['recommended', 'halopsa'],
] as const)('an exported set with the %s payload for %s, imported into another tenant', (payload, product) => {
  it('turns a ticket into an alert, and closing it resolves the alert', async () => {
    const { first, second, source } = await twoTenants({ product });
    importedInto(second, await exported(first, '--payload', payload, '--product', product));
    const halo = clientOf(second);
    const { id } = await halo.createTicket({ summary: 'Mail is "down"', details: 'Since 9:12' });
    await second.halo.state.idle();
    expect(first.ilert.state.alerts).toMatchObject([
      { summary: 'Mail is "down"', details: 'Since 9:12', status: 'PENDING', alertSourceId: source.id },
    ]);
    await halo.updateTicket(id, { status_id: StatusId.closed });
    await second.halo.state.idle();
    expect(first.ilert.state.alerts).toMatchObject([{ status: 'RESOLVED' }]);
    expect(second.halo.state.runs).toMatchObject([
      { status: 2, error: null },
      { status: 2, error: null },
    ]);
  });
});

describe('an exported set with a filter of two priorities', () => {
  const argv = ['--only-priority', 'Critical', '--only-priority', 'High'];

  it('opens alerts for these alone, and closing resolves them whatever the priority is by then', async () => {
    const { first, second } = await twoTenants();
    importedWithPriorities(second, await exported(first, ...argv), 1, 2);
    const halo = clientOf(second);
    const log = async (priority: number) => {
      const { id } = await halo.createTicket({ summary: `Priority ${priority}`, details: '', priority_id: priority });
      await second.halo.state.idle();
      return id;
    };
    const [critical, high] = [await log(1), await log(2), await log(3)];
    expect(first.ilert.state.alerts).toMatchObject([{ summary: 'Priority 1' }, { summary: 'Priority 2' }]);
    await halo.updateTicket(critical, { priority_id: 4 });
    for (const id of [critical, high]) await halo.updateTicket(id, { status_id: StatusId.closed });
    await second.halo.state.idle();
    expect(first.ilert.state.alerts).toMatchObject([{ status: 'RESOLVED' }, { status: 'RESOLVED' }]);
  });

  it('is what apply would create: apply afterwards changes nothing', async () => {
    const { first, second } = await twoTenants();
    importedWithPriorities(second, await exported(first, ...argv), 1, 2);
    const env = { ...pointedAt(second), ILERT_ENDPOINT: first.ilert.url, ILERT_API_TOKEN: first.ilert.token };
    const { exitCode, stdout } = await run(['plan', '--exit-code', ...argv], { env });
    expect(exitCode === 0 ? '' : stdout).toBe('');
  });
});

describe('an exported set', () => {
  it('is what apply would create: apply afterwards changes nothing', async () => {
    const { first, second } = await twoTenants();
    importedInto(second, await exported(first));
    const env = { ...pointedAt(second), ILERT_ENDPOINT: first.ilert.url, ILERT_API_TOKEN: first.ilert.token };
    const { exitCode, stdout } = await run(['plan', '--exit-code'], { env });
    expect(exitCode === 0 ? '' : stdout).toBe('');
  });

  it('imported into a second tenant, passes verify --through-halo there', async () => {
    const { first, second } = await twoTenants();
    importedInto(second, await exported(first));
    const env = { ...pointedAt(second), ILERT_ENDPOINT: first.ilert.url, ILERT_API_TOKEN: first.ilert.token };
    const { exitCode, stdout, stderr } = await run(['verify', '--through-halo', '--yes'], { env });
    expect(stderr).not.toContain('Error');
    expect(stdout).toContain('It works');
    expect(exitCode).toBe(0);
    expect(first.ilert.state.alerts).toMatchObject([{ status: 'RESOLVED' }]);
    expect(second.halo.state.tickets).toEqual([]);
  });

  it('links the runbook to the method by its GUID, for other names too', async () => {
    const { first, second } = await twoTenants();
    const names = ['--integration-name', 'A "b" `c`', '--method-name', 'd\\e', '--runbook-name', 'ü 🔥'];
    const { integration, runbook } = importedInto(second, await exported(first, ...names));
    const method = second.halo.state.methods.find(({ integration_id }) => integration_id === integration.id);
    expect(integration.name).toBe('A "b" `c`');
    expect(method).toMatchObject({ name: 'd\\e' });
    expect(runbook).toMatchObject({ name: 'ü 🔥', active: true });
    expect(runbook.steps[0]).toMatchObject({ auto_action: 6, auto_action_type: method?.id });
  });

  it('creates nothing twice when imported twice into a tenant that identifies rows by GUID', async () => {
    const { first, second } = await twoTenants();
    const { state } = second.halo;
    importedInto(second, await exported(first));
    const before = state.snapshot();
    const again = documentIn(await exported(first), 'custom-integration.json');
    expect(() => importIntegration(state, again)).toThrow('already');
    expect(state.snapshot()).toEqual(before);
  });

  it('needs the custom integration first, and otherwise imports no runbook', async () => {
    const { first, second } = await twoTenants();
    const before = second.halo.state.snapshot();
    const document = documentIn(await exported(first), 'runbook.json');
    expect(() => importRunbook(second.halo.state, document)).toThrow('must name an integration method that exists');
    expect(second.halo.state.snapshot()).toEqual(before);
  });

  it('writes to neither service', async () => {
    const { first } = await twoTenants();
    await exported(first, '--terraform');
    expect(writesIn(first)).toEqual([]);
    expect(first.requests.every(({ service }) => service === 'ilert')).toBe(true);
  });
});

describe("the simulator's import", () => {
  it('accepts no unknown field, and then imports nothing', async () => {
    const { first, second } = await twoTenants();
    const { state } = second.halo;
    const before = state.snapshot();
    const set = await exported(first);
    const integration = documentIn(set, 'custom-integration.json');
    const [method] = integration.methods;
    expect(() => importIntegration(state, { ...integration, colour: 'red' })).toThrow('"colour"');
    expect(() => importIntegration(state, { ...integration, methods: [{ ...method, verb: 'POST' }] })).toThrow(
      '"verb"',
    );
    expect(() => importIntegration(state, { ...integration, methods: [{ ...method, method: 9 }] })).toThrow('"method"');
    expect(() => importIntegration(state, { ...integration, guid: 'no' })).toThrow('"guid"');
    expect(() => importRunbook(state, { ...documentIn(set, 'runbook.json'), colour: 'red' })).toThrow('"colour"');
    expect(state.snapshot()).toEqual(before);
  });

  it('drops the ids of the tenant that a document comes from', async () => {
    const { first, second } = await twoTenants();
    const { state } = second.halo;
    const set = await exported(first);
    importIntegration(state, documentIn(set, 'custom-integration.json'));
    const document = documentIn(set, 'runbook.json');
    const [send] = document.steps;
    Object.assign(send, { id: 9, fdid: 7, chatprofile_id: 'x', auto_action_type: 123_456 });
    for (const edge of send.actions) edge.id = 5;
    const { steps } = importRunbook(state, document);
    expect(steps[0]).toMatchObject({ chatprofile_id: null, auto_action_type: state.methods.at(-1)?.id });
    expect(steps[0]?.actions.every(({ id }) => id !== 5)).toBe(true);
  });

  it.each(['guid', 'methods', '_is_new'])('is the only way in for %s: a POST refuses it', async (field) => {
    const { first, second } = await twoTenants();
    const document = documentIn(await exported(first), 'custom-integration.json');
    const { url, state } = second.halo;
    const { name, [field]: value } = document;
    state.tokens.set('test-token', { endsAt: Number.POSITIVE_INFINITY, scopes: ['all'] });
    const answer = await fetch(`${url}/api/CustomIntegration`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-token', 'content-type': 'application/json' },
      body: JSON.stringify([{ name, [field]: value }]),
    });
    expect(answer.status).toBe(400);
    expect(state.integrations.some((row) => row.name === name)).toBe(false);
  });
});
