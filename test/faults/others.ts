import type { Sandbox } from '../../sandbox/sandbox.ts';

const ADDRESS = 'https://api.ilert.com';

/** Adds other people's rows of every kind to both services, some with names like ours or almost like ours. */
export function addOthers({ ilert, halo }: Sandbox): void {
  const [, critical] = ilert.state.policies;
  for (const name of ['HaloITSM 2', 'haloitsm', 'HaloITSM (old)'])
    ilert.state.addAlertSource(name, { policyId: critical?.id ?? 0 });
  ilert.state.addAlertSource('HaloITSM', { integrationType: 'PROMETHEUS' });
  ilert.state.addAlertSource('HaloITSM', { integrationType: 'HALOPSA' });
  ilert.state.addPolicy('Default (old)');

  const { state } = halo;
  const post = { path: '/api/v1/events/haloitsm/theirs', method: 1, requesttype: 1, requestbody: '<<ticket>>' };
  for (const name of ['ilert integration (old)', 'Ilert Integration', 'ilert']) {
    const integration = state.addIntegration(name, { resourcebaseurl: ADDRESS });
    const method = state.addMethod(integration, 'send ticket to ilert', post);
    state.addMethod(integration, 'ask ilert', { path: '/api/alerts' });
    const runbook = state.addRunbook(name.replace('integration', 'runbook').replace(/^ilert$/, 'ilert runbook 2'), {
      steps: stepsTo(method.id, state.nextId('step')),
    });
    for (const event of [3, 76, 39]) state.addBinding(runbook, event, 'New Ticket Logged');
  }
  // A plain webhook.
  state.addRunbook('ilert webhook', { type: 0, url: 'https://hooks.example.com/ilert' });
}

function stepsTo(methodId: number, fdid: number) {
  const step = (step_id: number, name: string, steptype: number) => ({
    fdid: fdid + step_id,
    step_id,
    name,
    steptype,
    isstart: step_id === 1,
    isend: step_id > 1,
    auto_action: steptype === 2 ? 6 : 0,
    auto_action_type: steptype === 2 ? methodId : null,
    actions: [],
  });
  const edge = (seq: number, approval_result: number) => ({
    id: fdid * 10 + seq,
    action_type: 17,
    action_id: -17,
    action_name: 'On',
    approval_result,
    start_step: 1,
    end_step: seq + 1,
    seq,
  });
  return [
    { ...step(1, 'Send webhook', 2), actions: [edge(1, 1), edge(2, 0)] },
    step(2, 'Success', 3),
    step(3, 'Error', 3),
  ];
}
