import type { Change, Plan } from '../engine/plan.ts';
import type { ServiceKey } from '../engine/resource.ts';
import type { Value } from '../engine/values.ts';
import { plainJson, plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';

/** One request of a dry run, ready to be printed: its body still hides secrets and names what is not known. */
export interface ShownRequest {
  readonly resource: Change['resource'];
  readonly title: string;
  readonly action: Change['action'];
  readonly name: string;
  readonly service: ServiceKey;
  readonly method: string;
  readonly url: string;
  readonly body?: Value;
}

/** The writing requests of a plan, in order. @param apis where each service's API is, such as `https://api.ilert.com/api` */
export function requestsOf(plan: Plan, apis: Readonly<Record<ServiceKey, string>>): ShownRequest[] {
  return plan.changes.flatMap(({ resource, title, action, name, service, request }) =>
    request
      ? [
          {
            resource,
            title,
            action,
            name,
            service,
            method: request.method,
            url: `${apis[service]}${request.path}`,
            ...(request.body !== undefined && { body: request.body }),
          },
        ]
      : [],
  );
}

/** The requests for people: method, URL and body, each with what it is for. Pure. */
export function renderRequests(requests: readonly ShownRequest[], paint: Style): string {
  if (requests.length === 0) return 'No request: all is as it should be.';
  return requests
    .map(({ title, action, name, method, url, body }, index) => {
      const head = paint.faint(`# ${index + 1}. ${action} ${title} "${plainName(name)}"`);
      const payload = body === undefined ? [] : [plainJson(body)];
      return [head, `${paint.strong(method)} ${url}`, ...payload].join('\n');
    })
    .join('\n\n');
}
