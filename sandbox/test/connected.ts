import { readFileSync } from 'node:fs';
import type { SandboxOptions } from '../sandbox.ts';
import { haloClient, ilertClient, sandboxOfTest, save } from './clients.ts';

type Json = Record<string, unknown>;

/** The two payloads of the vendor's guide. */
export const recommendedPayload = payload('recommended');
export const fullPayload = payload('full');

function payload(name: string): string {
  return readFileSync(new URL(`../../templates/${name}.json`, import.meta.url), 'utf8');
}

/** Ways in which a connection may differ from the vendor's guide. */
export interface Variations {
  /** Fields of the alert source besides name, type and policy. */
  source?: Json;
  payload?: string;
  runbook?: Json;
  /** Replaces the edges of the first step. */
  edges?: Json[];
  /** Fields of both bindings. */
  binding?: Json;
  /** Event numbers of the bindings. */
  events?: number[];
  /** Changes the method's path. */
  path?: (path: string) => string;
  options?: SandboxOptions;
}

/** An edge as saved by Halo's own pages. */
export function edge(start: number, end: number, approval_result: number): Json {
  return {
    action_type: 17,
    action_id: -17,
    action_name: 'x',
    start_step: start,
    end_step: end,
    seq: approval_result === 1 ? 1 : 2,
    use_work_hours: true,
    approval_result,
    chat_selection_order: 1,
  };
}

/** The guide's three steps for a method. */
export function guideSteps(methodId: number, edges = [edge(1, 2, 1), edge(1, 3, 0)]): Json[] {
  const end = { steptype: 3, isstart: false, isend: true, actions: [] };
  return [
    {
      step_id: 1,
      name: 'Send webhook',
      steptype: 2,
      auto_action: 6,
      auto_action_type: methodId,
      isstart: true,
      isend: false,
      islaststep: false,
      allow_all_statuses: true,
      actions: edges,
    },
    { ...end, step_id: 2, name: 'Success', auto_action: 0 },
    { ...end, step_id: 3, name: 'Error', auto_action: 2 },
  ];
}

/** Connects both services over HTTP, following the steps of the vendor's guide. */
export async function connected(variations: Variations = {}) {
  const sandbox = await sandboxOfTest(variations.options);
  const ilert = ilertClient(sandbox);
  const halo = await haloClient(sandbox);
  const policy = sandbox.ilert.state.policies[0];
  const source = (
    await ilert('POST', '/alert-sources', {
      name: 'HaloITSM',
      integrationType: 'HALOITSM',
      escalationPolicy: { id: policy?.id },
      ...variations.source,
    })
  ).body;
  const { origin, pathname } = new URL(source.integrationUrl);
  const integration = await save(halo, 'CustomIntegration', {
    name: 'ilert integration',
    authorizationtype: 0,
    resourcebaseurl: origin,
  });
  const method = await save(halo, 'CustomIntegrationMethod', {
    integration_id: integration.id,
    name: 'send ticket to ilert',
    method: 1,
    requesttype: 1,
    path: variations.path?.(pathname) ?? pathname,
    requestbody: variations.payload ?? recommendedPayload,
  });
  const runbook = await save(halo, 'Webhook', {
    name: 'ilert runbook',
    type: 1,
    active: true,
    runbook_start_type: 0,
    steps: guideSteps(method.id, variations.edges),
    ...variations.runbook,
  });
  for (const eventno of variations.events ?? [3, 76]) {
    await save(halo, 'Notification', {
      guid: null,
      eventno,
      name: `Event ${eventno}`,
      type: -2,
      delivery_method: 6,
      agent_id: 0,
      webhook_id: runbook.id,
      ...variations.binding,
    });
  }
  return { sandbox, ilert, halo, source, integration, method, runbook };
}

/** Logs or updates a ticket and waits for its runbooks. */
export async function ticket(
  { sandbox, halo }: Pick<Awaited<ReturnType<typeof connected>>, 'sandbox' | 'halo'>,
  element: Json,
) {
  const saved = await save(halo, 'Tickets', element);
  await sandbox.halo.state.idle();
  return saved;
}
