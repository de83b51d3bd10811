import { otherRows } from './other-rows.ts';
import type { HaloState } from './state.ts';

/** Rows of other lookups, which an unfiltered list contains. */
const OTHER_LOOKUPS = [
  { id: 1, lookupid: 17, name: 'Standard', value2: '' },
  { id: 2, lookupid: 17, name: 'Out of hours', value2: '' },
  { id: 1, lookupid: 25, name: 'Telephone', value2: '' },
  { id: 3, lookupid: 25, name: 'E-mail', value2: '' },
];

/** Fills an empty tenant with configuration unrelated to ilert. */
export function seedHalo(state: HaloState, withOthers: boolean): void {
  if (withOthers) Object.assign(state.others, structuredClone(otherRows));
  state.lookups.push(...OTHER_LOOKUPS);
  const chat = state.addIntegration('Chat', { resourcebaseurl: 'https://chat.example.com' });
  const post = state.addMethod(chat, 'post message', {
    path: '/messages',
    method: 1,
    requesttype: 1,
    requestbody: '{"text": <<ticket^summary>>}',
  });
  const runbook = state.addRunbook('Tell the chat', { active: false });
  const step = (step_id: number, name: string, isstart: boolean) => ({
    fdid: state.nextId('step'),
    step_id,
    name,
    isstart,
    isend: !isstart,
    steptype: isstart ? 2 : 3,
    auto_action: isstart ? 6 : 0,
    auto_action_type: isstart ? post.id : null,
  });
  const edge = (approval_result: number, action_name: string) => ({
    id: state.nextId('edge'),
    action_type: 17,
    action_id: -17,
    action_name,
    approval_result,
    start_step: 1,
    end_step: 2,
    seq: approval_result === 1 ? 1 : 2,
  });
  const edges = [edge(1, 'Successful Response (200 - 299)'), edge(0, 'Unsuccessful Response')];
  runbook.steps.push({ ...step(1, 'Post', true), actions: edges }, { ...step(2, 'Done', false), actions: [] });
  state.addBinding(runbook, 3, 'New Ticket Logged');
}
