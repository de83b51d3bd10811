import { createDirectory, type Directory } from '../apply/directory.ts';
import type { Context } from '../context.ts';
import { Fault } from '../errors.ts';
import type { HaloClient } from '../halo/client.ts';
import { checkTemplate } from '../halo/template-check.ts';
import type { IlertClient } from '../ilert/client.ts';
import { Secret } from '../secret.ts';
import type { Given } from '../settings/origin.ts';
import { type FieldKey, fieldOf } from '../settings/settings.ts';
import { readPayload } from '../settings/sources.ts';
import type { Checked, Looks } from '../wizard/desk.ts';
import { type Connections, createConnections } from './connect.ts';
import { templatesOf } from './load-settings.ts';

/**
 * The wizard's looks at both services. It starts with what flags, variables and the file have given,
 * and goes on with what the person answers.
 */
export async function createLooks(context: Context, given: ReadonlyMap<FieldKey, Given>): Promise<Looks> {
  const connections = await createConnections(context, context.streams.say);
  const text = (key: FieldKey) => (given.get(key)?.value as string | undefined) ?? fieldOf(key).default;
  const token = given.get('ilert.apiToken')?.value;
  const checks = new Map<string, Promise<Checked>>();
  let ilert = token instanceof Secret ? connections.ilert(text('ilert.endpoint') ?? '', token) : undefined;
  let halo = givenHalo(connections, given, text);
  let directory: Directory | undefined;

  return {
    ilert: (key) =>
      once(`ilert ${key.reveal()}`, async () => {
        context.redactor.add(key.reveal());
        const client = connections.ilert(text('ilert.endpoint') ?? '', key);
        const { firstName, lastName } = await client.currentUser();
        ilert = client;
        directory = undefined;
        return { ok: true, word: `Signed in to ilert as ${firstName} ${lastName}.` };
      }),

    haloAddress: (url) => once(`address ${url}`, () => connections.askHalo(url).then(() => ({ ok: true }))),

    haloApplication: (url, clientId, clientSecret) =>
      once(`application ${url} ${clientId} ${clientSecret.reveal()}`, async () => {
        context.redactor.add(clientSecret.reveal());
        const client = connections.halo({ ...accessOf(text), url, clientId, clientSecret });
        // What has to be read later is read now, so that a missing permission is told here.
        await Promise.all([client.customIntegrations(), client.runbooks(), client.eventCatalogue()]);
        halo = client;
        directory = undefined;
        return { ok: true };
      }),

    directory() {
      directory ??= createDirectory({ ilert: known(ilert), halo: halo as HaloClient });
      return directory;
    },

    async payload(name) {
      const places = { cwd: context.host.cwd, templates: templatesOf(context.host) };
      const read = await readPayload({ value: name, origin: { from: 'prompt' } }, fieldOf('halo.payload'), places);
      if ('message' in read) return { wrong: read.message };
      const payload = read.value as { readonly text: string };
      const [problem] = checkTemplate(payload.text, (given.get('halo.knownVariables')?.value as string[]) ?? []);
      if (!problem) return payload;
      return { wrong: `Line ${problem.line}, column ${problem.column}: ${problem.message} ${problem.hint}` };
    },
  };

  /** The same check twice is asked once; one that failed is asked again. */
  function once(name: string, check: () => Promise<Checked>): Promise<Checked> {
    const checked = checks.get(name) ?? check().catch(inWords);
    checks.set(name, checked);
    checked.then(
      ({ ok }) => ok || checks.delete(name),
      () => checks.delete(name),
    );
    return checked;
  }
}

/** What a person can mend is told; all else ends the run. */
function inWords(error: unknown): Checked {
  if (!(error instanceof Fault)) throw error;
  return { ok: false, wrong: [error.message, error.hint].filter(Boolean).join(' ') };
}

type TextOf = (key: FieldKey) => string | undefined;

function accessOf(text: TextOf) {
  return { scope: text('halo.scope') ?? '', tenant: text('halo.tenant'), authUrl: text('halo.authUrl') };
}

function givenHalo(
  connections: Connections,
  given: ReadonlyMap<FieldKey, Given>,
  text: TextOf,
): HaloClient | undefined {
  const clientSecret = given.get('halo.clientSecret')?.value;
  const url = text('halo.url');
  const clientId = text('halo.clientId');
  if (!(clientSecret instanceof Secret) || url === undefined || clientId === undefined) return undefined;
  return connections.halo({ ...accessOf(text), url, clientId, clientSecret });
}

/** The key was given, or its stop has been passed. */
function known(client: IlertClient | undefined): IlertClient {
  if (!client) throw new TypeError('ilert has not been signed in to yet');
  return client;
}
