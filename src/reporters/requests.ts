import type { WriteRequest } from '../engine/resource.ts';
import type { Value } from '../engine/values.ts';
import type { IntegrationChange, Service } from '../providers/integration.ts';
import { plainJson, plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import type { ResultOf } from './result.ts';

/** A request of a dry run, ready to print; its body has placeholders for secrets and unknown values. */
export interface ShownRequest extends Pick<IntegrationChange, 'resource' | 'title' | 'action' | 'name' | 'service'> {
  readonly method: WriteRequest['method'];
  readonly url: string;
  readonly body?: Value;
}

/** Returns the write requests of a plan, in order. Pure. */
export function requestsOf({ plan, settings }: Pick<ResultOf<'dry-run'>, 'plan' | 'settings'>): ShownRequest[] {
  const origins: Readonly<Record<Service, string>> = {
    ilert: settings['ilert.endpoint'],
    halo: settings['halo.url'] ?? 'https://YOUR-HALO',
  };
  return plan.changes.flatMap(({ resource, title, action, name, service, request }) => {
    if (!request) return [];
    const { method, path, body } = request;
    const url = `${origins[service]}/api${path}`;
    return [{ resource, title, action, name, service, method, url, ...(body !== undefined && { body }) }];
  });
}

/** Renders requests for people, below their plan: method, URL, body and purpose; empty without any. Pure. */
export function renderRequests(requests: readonly ShownRequest[], style: Style): string {
  const sent = requests.map(({ title, action, name, method, url, body }, index) => {
    const head = style.faint(`# ${index + 1}. ${action} ${title} "${plainName(name)}"`);
    const payload = body === undefined ? [] : [plainJson(body)];
    return [head, `${style.strong(method)} ${url}`, ...payload].join('\n');
  });
  return sent.map((each) => `\n\n${each}`).join('');
}
