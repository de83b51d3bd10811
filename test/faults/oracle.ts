import type { Seen } from './inject.ts';
import type { OurKind, Stored } from './rows.ts';
import type { Ended } from './tool.ts';

/** One run: what existed before and after it, what it requested, and how it ended. */
export interface Told {
  readonly command: 'apply' | 'destroy';
  readonly before: Stored;
  readonly after: Stored;
  readonly seen: readonly Seen[];
  readonly ended: Ended;
  /** What must not be printed. */
  readonly secrets: readonly string[];
}

interface Account {
  readonly resources?: readonly { readonly resource: string; readonly id: string }[];
  readonly left?: Account['resources'];
  readonly unknown?: readonly { readonly resource: string; readonly action: string; readonly name: string }[];
  readonly error?: { readonly message?: string };
  readonly ok?: boolean;
}

/** Where each kind is written, below `/api`. */
const PATHS: Readonly<Record<OurKind, string>> = {
  'alert-source': '/api/alert-sources',
  'custom-integration': '/api/CustomIntegration',
  method: '/api/CustomIntegrationMethod',
  runbook: '/api/Webhook',
  'new-ticket-event': '/api/Notification',
  'status-changed-event': '/api/Notification',
};

const KINDS = Object.keys(PATHS) as OurKind[];

/** Returns what does not hold after a run with any faults; empty if all is well. Pure. */
export function wrongAfter(told: Told): string[] {
  const { before, after, ended, seen, secrets } = told;
  return [
    ...wrongInRows(before, after),
    ...wrongEnding(ended, seen),
    ...wrongAccount(told),
    ...secrets.filter((secret) => (ended.stdout + ended.stderr).includes(secret)).map(() => 'a secret was printed'),
  ];
}

/** Returns what must always hold for the rows but doesn't. Pure. */
export function wrongInRows(before: Stored, after: Stored): string[] {
  const twice = KINDS.filter((kind) => after.ours[kind].length > 1).map((kind) => `two of kind ${kind}`);
  const others = before.others === after.others ? [] : ['rows of others changed'];
  const half = after.ours.runbook.some((runbook) => runbook.active && !isWhole(runbook, after));
  return [...twice, ...others, ...(half ? ['a half runbook is active'] : [])];
}

/** Returns what a complete setup lacks. Pure. */
export function missingIn({ ours }: Stored): string[] {
  const none = KINDS.filter((kind) => ours[kind].length !== 1).map((kind) => `${ours[kind].length} of kind ${kind}`);
  const [source, method, runbook] = [ours['alert-source'][0], ours.method[0], ours.runbook[0]];
  const goesThere = source !== undefined && method?.path.endsWith(source.integrationKey);
  return [
    ...none,
    ...(goesThere ? [] : ['the method does not call the alert source']),
    ...(runbook?.active ? [] : ['the runbook is not active']),
  ];
}

/** Returns what a complete removal has left. Pure. */
export function leftIn({ ours }: Stored): string[] {
  return KINDS.filter((kind) => ours[kind].length > 0).map((kind) => `${kind} is left`);
}

/** Whether a runbook calls an existing method and completes both branches. */
function isWhole({ steps }: Stored['ours']['runbook'][number], { ours }: Stored): boolean {
  const send = steps.find(({ steptype, auto_action }) => steptype === 2 && auto_action === 6);
  const calls = ours.method.some(({ id }) => id === send?.auto_action_type);
  const leads = (result: number) =>
    send?.actions.some(
      (edge) =>
        edge.approval_result === result &&
        edge.start_step === send.step_id &&
        steps.some(({ step_id, steptype }) => step_id === edge.end_step && steptype === 3),
    );
  return send?.isstart === true && calls && leads(1) === true && leads(0) === true;
}

function wrongEnding({ exitCode, stdout, stderr }: Ended, seen: readonly Seen[]): string[] {
  if (exitCode === 0) return /^Error:/m.test(stderr) ? ['done, with an error'] : [];
  const refused = seen.some(({ fault }) => fault?.name === '401');
  const mixed = seen.some(({ fault }) => fault !== undefined && fault.name !== '401');
  // If the tenant doesn't report its name properly, it may be refused for its name.
  const isNameless = seen.some(({ fault, path }) => fault?.answer.kind === 'reshape' && path === '/api/AuthInfo');
  const right = refused ? (mixed ? [1, 3] : [3]) : isNameless ? [1, 3] : [1];
  const { error, ok } = documentIn(stdout);
  return [
    ...(right.includes(exitCode) ? [] : [`exit ${exitCode} instead of ${right.join(' or ')}`]),
    ...(/^Error: \S.*[.)”]$/m.test(stderr) ? [] : ['no sentence of what went wrong']),
    ...(/^\s+at /m.test(stderr) ? ['a stack trace'] : []),
    ...(/This is a bug/.test(stderr) ? ['it takes it for a defect of its own'] : []),
    ...(ok === false && error?.message ? [] : ['JSON without the error']),
  ];
}

function wrongAccount({ command, before, after, seen, ended }: Told): string[] {
  const { resources, left, unknown = [] } = documentIn(ended.stdout);
  const listed = command === 'apply' ? resources : left;
  if (listed === undefined) {
    // It ended before the first write.
    return JSON.stringify(before) === JSON.stringify(after) ? [] : ['no account, and something has changed'];
  }
  return KINDS.flatMap((kind) => {
    const told = listed.filter(({ resource }) => resource === kind).map(({ id }) => String(id));
    const there = after.ours[kind].map(({ id }) => String(id));
    const open = unknown.filter(({ resource }) => resource === kind);
    if (open.some(({ action }) => action !== 'update')) {
      const isOpen = seen.some(({ fault, method, path }) => fault?.open && method !== 'GET' && isOf(kind, path));
      return [
        ...(isOpen ? [] : [`unknown of ${kind} without a reason`]),
        ...(told.length === 0 ? [] : [`unknown of ${kind}, and sure of it`]),
      ];
    }
    return JSON.stringify(told) === JSON.stringify(there) ? [] : [`${kind}: told [${told}], there [${there}]`];
  });
}

function isOf(kind: OurKind, path: string): boolean {
  // If a connection was never established, nobody knows what it was for.
  return path === '?' || path === PATHS[kind] || path.startsWith(`${PATHS[kind]}/`);
}

function documentIn(stdout: string): Account {
  try {
    return JSON.parse(stdout) as Account;
  } catch {
    return {};
  }
}
