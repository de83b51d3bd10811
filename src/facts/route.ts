/** Words in the paths of this program's requests. Anything else in a path is an ID, a key or a name. */
export const PATH_WORDS = wordsOf(`
  api auth token v1 events haloitsm halopsa AuthInfo InstanceInfo CustomIntegration CustomIntegrationMethod
  Webhook Notification Lookup Automation WebhookEvent Tickets Status TicketType Priority Team Agent Client Site Users
  alert-sources alerts escalation-policies teams users current schedules support-hours services resolve accept
  log-entries alert-actions
`);

/** Names of this program's query parameters. Their values are never kept. */
export const QUERY_WORDS = wordsOf(`
  include start-index max-results sources states from until includedetails includemethods integration_id
  integrationmethod_id automation_id webhook_id showall type lookupid count pageinate page_size page_no tenant
  order orderdesc search ticket_id reason includeenabled includedisabled
`);

/** Describes a request in known words, without host, ID, key or name: `GET /api/Webhook/{id}?includedetails`. */
export function routeOf(method: string, url: string): string {
  const { pathname, searchParams } = new URL(url);
  const path = pathname
    .split('/')
    .map((part) => (part === '' || PATH_WORDS.has(part) ? part : '{id}'))
    .join('/');
  const names = [...new Set(searchParams.keys())].map((name) => (QUERY_WORDS.has(name) ? name : '{name}'));
  const query = [...new Set(names)].join('&');
  return `${/^[A-Z]{3,7}$/.test(method) ? method : '{method}'} ${path}${query === '' ? '' : `?${query}`}`;
}

export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
