import { isTypeOf, productOf } from '../config/product.ts';
import type { Resolved } from '../config/resolve.ts';
import type { Settings } from '../config/settings.ts';
import { isSameId, matchByName } from '../engine/match.ts';
import { usageError, usageErrors } from '../errors/cli-error.ts';
import { alertSource, readExternal } from '../providers/ilert/alert-source.ts';
import type { IlertClient } from '../providers/ilert/api.ts';
import type { AlertSourceRow } from '../providers/ilert/schemas.ts';
import { urlOf } from '../providers/integration-url.ts';
import { createConnections } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { hintsOf, readProfile } from '../runtime/profile.ts';
import { matchProfile } from '../runtime/profile-match.ts';
import { hideKeys } from '../runtime/refresh.ts';

/** The alert source that the tickets are to go to, with its URL. @throws CliError, exit 2, where there is none, or several */
export async function readAlertSource(context: Context, resolved: Resolved): Promise<AlertSourceRow> {
  const { settings } = resolved;
  const token = settings['ilert.apiToken'];
  if (!token) throw new TypeError('a required setting is missing');
  const ilert = createConnections(context, resolved).ilert(token);
  const source = await (settings['alertSource.id'] === undefined
    ? ownSource(context, ilert, settings)
    : readExternal(settings['alertSource.id'], { ilert, settings }));
  hideKeys(context, { 'alert-source': source });
  urlOf(source);
  return source;
}

async function ownSource(context: Context, ilert: IlertClient, settings: Settings): Promise<AlertSourceRow> {
  const profile = await readProfile(context, settings);
  const hints = await hintsOf(context, profile, settings);
  const product = productOf(settings);
  const name = alertSource.name(settings);
  const candidates = (await ilert.alertSources()).filter((row) => isTypeOf(product, row.integrationType));
  const picked = matchByName(alertSource, name, candidates, hints);
  if ('ambiguity' in picked) throw usageErrors([picked.ambiguity], 'name-ambiguous');
  const match = await matchProfile(context, profile, {
    settings,
    state: picked.row ? { 'alert-source': picked.row } : {},
    hints,
    kinds: [alertSource],
    read: async ({ id: known }) => candidates.find(({ id }) => isSameId(id, known)),
  });
  if (match.kind === 'another') throw usageErrors([match.problem]);
  if (picked.row) return ilert.alertSource(picked.row.id);
  const others = candidates.map((row) => `"${row.name}" (id ${row.id})`).join(', ');
  throw usageError(
    `ilert has no alert source "${name}" of type ${product.integrationType}${others && `, only ${others}`}.`,
    `Give --name or --alert-source ID, or make it first: in ilert, Alert sources, Create new alert source, ${product.name}; or with Terraform from what "ilert-haloitsm export DIR --offline --terraform" writes. With --offline a placeholder stands for its path.`,
    'name-unknown',
  );
}
