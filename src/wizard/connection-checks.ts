import { readPayload } from '../config/payload-file.ts';
import { productOf } from '../config/product.ts';
import { fieldOf, type Settings } from '../config/settings.ts';
import { checkTemplate } from '../payload/check.ts';
import type { HaloClient } from '../providers/halo/api.ts';
import type { IlertClient } from '../providers/ilert/api.ts';
import { createLookups, type Lookups } from '../providers/lookups.ts';
import { type Connections, createConnections } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { templatesFolder } from '../runtime/load-settings.ts';
import type { Checked, ConnectionChecks } from './context.ts';
import { readAll } from './permissions.ts';
import { addressRefused, applicationRefused, keyRefused } from './refusals.ts';

/**
 * The wizard's looks at both services. It starts with what flags, variables and the file have given,
 * and goes on with what the person answers.
 */
export async function createConnectionChecks(context: Context, settings: Settings): Promise<ConnectionChecks> {
  const product = productOf(settings);
  const connections = await createConnections(context, product, context.streams.info);
  const checks = new Map<string, Promise<Checked>>();
  const token = settings['ilert.apiToken'];
  let ilert = token && connections.ilert(settings['ilert.endpoint'], token);
  let halo = givenHalo(connections, settings);
  let directory: Lookups | undefined;

  return {
    ilert: (key) =>
      once(`ilert ${key.reveal()}`, keyRefused(key), async () => {
        context.redactor.add(key.reveal());
        const client = connections.ilert(settings['ilert.endpoint'], key);
        const { id, name, email } = await client.currentUser();
        ilert = client;
        directory = undefined;
        return { ok: true, word: `Signed in to ilert as ${name || email || `user ${id}`}.` };
      }),

    haloAddress: (url) =>
      once(`address ${url}`, addressRefused(product.name, url), () =>
        connections.askHalo(url).then(() => ({ ok: true })),
      ),

    haloApplication: (url, clientId, clientSecret) =>
      once(`application ${url} ${clientId} ${clientSecret.reveal()}`, applicationRefused(product.name), async () => {
        context.redactor.add(clientSecret.reveal());
        const client = connections.halo({ ...accessOf(settings), url, clientId, clientSecret });
        await readAll(client);
        halo = client;
        directory = undefined;
        return { ok: true };
      }),

    directory() {
      directory ??= createLookups({ ilert: known(ilert), halo: halo as HaloClient });
      return directory;
    },

    async payload(name) {
      const places = { cwd: context.system.cwd, templates: templatesFolder(context.system), signal: context.signal };
      const read = await readPayload({ value: name, origin: { from: 'prompt' } }, fieldOf('halo.payload'), places);
      if ('message' in read) return { wrong: read.message };
      const payload = read.value as { readonly text: string };
      const [problem] = checkTemplate(payload.text, settings['halo.knownVariables'] ?? []);
      if (!problem) return payload;
      return { wrong: `Line ${problem.line}, column ${problem.column}: ${problem.message} ${problem.hint}` };
    },
  };

  /** The same check twice is asked once; one that failed is asked again. */
  function once(name: string, inWords: (error: unknown) => Checked, check: () => Promise<Checked>): Promise<Checked> {
    const checked = checks.get(name) ?? check().catch(inWords);
    checks.set(name, checked);
    checked.then(
      ({ ok }) => ok || checks.delete(name),
      () => checks.delete(name),
    );
    return checked;
  }
}

function accessOf(settings: Settings) {
  return {
    scope: settings['halo.scope'],
    tenant: settings['halo.tenant'],
    authUrl: settings['halo.authUrl'],
  };
}

function givenHalo(connections: Connections, settings: Settings): HaloClient | undefined {
  const { 'halo.url': url, 'halo.clientId': clientId, 'halo.clientSecret': clientSecret } = settings;
  if (url === undefined || clientId === undefined || !clientSecret) return undefined;
  return connections.halo({ ...accessOf(settings), url, clientId, clientSecret });
}

/** The key was given, or its stop has been passed. */
function known(client: IlertClient | undefined): IlertClient {
  if (!client) throw new TypeError('ilert has not been signed in to yet');
  return client;
}
