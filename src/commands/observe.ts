import { type Clients, createDirectory, type Directory } from '../apply/directory.ts';
import { readEvents, readReferences, referencesOffline } from '../apply/references.ts';
import { createTenant, type Tenant } from '../apply/tenant.ts';
import type { Context } from '../context.ts';
import { usageFaults } from '../errors.ts';
import { createHaloClient } from '../halo/client.ts';
import { createHaloSession } from '../halo/session.ts';
import { createHttp, type HttpEvent } from '../http.ts';
import { createIlertClient } from '../ilert/client.ts';
import type { Hints } from '../resources/pick.ts';
import type { Desired, Live } from '../resources/resource.ts';
import { Secret } from '../secret.ts';
import type { Resolved } from '../settings/resolve.ts';
import type { Settings } from '../settings/settings.ts';

/** Both tenants as they are, and as they should be. */
export interface Observed {
  readonly desired: Desired;
  readonly live: Live;
  readonly tenant: Tenant;
}

/** The clients of both services; nothing is sent before one of them is called. */
export async function connect(context: Context, settings: Settings, say: (text: string) => void): Promise<Clients> {
  const { host, options, streams, signal, redactor } = context;
  const listen = (event: HttpEvent) => {
    if (event.type === 'answered')
      streams.detail(`${event.method} ${event.url}: ${event.status} after ${Math.round(event.ms)} ms`);
    else
      say(
        `${new URL(event.url).host} did not take ${event.method} (${event.why}): trying again in ${Math.ceil(event.waitMs / 1000)} s`,
      );
  };
  const userAgent = `ilert-haloitsm/${await context.version()}`;
  const http = createHttp({ env: host.env, userAgent, timeout: options.timeout, pace: host.pace, signal, listen });
  const url = given(settings['halo.url']);
  const session = createHaloSession(http, {
    url,
    clientId: given(settings['halo.clientId']),
    clientSecret: given(settings['halo.clientSecret']),
    scope: settings['halo.scope'],
    tenant: settings['halo.tenant'],
    authUrl: settings['halo.authUrl'],
    now: host.now,
    onToken: redactor.add,
  });
  return {
    ilert: createIlertClient(http, { endpoint: settings['ilert.endpoint'], token: given(settings['ilert.apiToken']) }),
    halo: createHaloClient(http, url, session),
  };
}

/**
 * Reads both tenants. To remove something, the names of policy and teams need not be right.
 *
 * @throws Fault, exit 2, with every name that is unknown or that several rows have; exit 3 where a service refuses
 */
export async function observe(
  context: Context,
  { settings, origins }: Resolved,
  clients: Clients,
  purpose: 'apply' | 'destroy' = 'apply',
  directory: Directory = createDirectory(clients),
): Promise<Observed> {
  const hints = { adopt: context.options.adopt, remembered: await remembered(context, settings) };
  const assumed: string[] = [];
  const events = readEvents(directory, (note) => assumed.push(note));
  const tenant = createTenant(clients, directory, settings, hints, events);
  const [references, found] = await Promise.all([
    readReferences(directory, purpose === 'apply' ? settings : withoutReferences(settings), origins, events),
    tenant.read(),
  ]);
  hideKeys(context, found.live);
  const problems = [...references.problems, ...found.problems];
  if (problems.length > 0) throw usageFaults(problems);
  for (const note of assumed) context.streams.say(`Note: ${note}`);
  return { desired: { settings, references: references.references }, live: found.live, tenant };
}

/** As they should be, without a look at how they are. */
export function desiredOffline(settings: Settings): Desired {
  return { settings, references: referencesOffline(settings) };
}

/** An integration key is a secret: from here on it is not printed, whoever repeats it. */
export function hideKeys({ redactor }: Context, live: Live): void {
  const { 'alert-source': source, method } = live;
  for (const value of [source?.integrationKey, source?.integrationUrl, method?.path]) {
    if (value instanceof Secret) redactor.add(value.reveal().slice(value.reveal().lastIndexOf('/') + 1));
  }
}

function withoutReferences(settings: Settings): Settings {
  const {
    'alertSource.escalationPolicy': _policy,
    'alertSource.teams': _teams,
    'alertSource.supportHours': _hours,
    'alertSource.services': _services,
    'alertSource.policyResponders': _responders,
    'halo.onlyTicketType': _ticketType,
    ...rest
  } = settings;
  return rest;
}

/** What this profile knows of these same tenants. */
async function remembered({ store, options }: Context, settings: Settings): Promise<Hints['remembered']> {
  const profile = await store.read(options.profile).catch(() => undefined);
  const isSame = profile?.ilert === settings['ilert.endpoint'] && profile.halo === settings['halo.url'];
  return isSame ? profile.resources : {};
}

/** The command has required it, so it is there. */
function given<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('a required setting is missing');
  return value;
}
