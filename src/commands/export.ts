import { resolve } from 'node:path';
import { productOf } from '../config/product.ts';
import type { Resolved } from '../config/resolve.ts';
import type { Settings } from '../config/settings.ts';
import { rowsInWords } from '../engine/resource.ts';
import { ExitCode, usageError } from '../errors/cli-error.ts';
import { assertExportable, writeExport } from '../export/write-export.ts';
import { ofOurType } from '../providers/ilert/alert-source.ts';
import type { AlertSourceRow } from '../providers/ilert/schemas.ts';
import type { IntegrationOutcome, IntegrationPlan } from '../providers/integration.ts';
import { urlOf } from '../providers/integration-url.ts';
import { renderPlan } from '../reporters/plan.ts';
import { withProgress } from '../reporters/progress.ts';
import { refreshShown } from '../reporters/refresh.ts';
import type { ResultOf } from '../reporters/result.ts';
import { confirm } from '../runtime/approval.ts';
import { defineCommand } from '../runtime/command.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { loadSettings } from '../runtime/load-settings.ts';
import { flag } from '../runtime/options.ts';
import { planOf } from '../runtime/plan-session.ts';
import { provision } from '../runtime/provision.ts';
import type { IntegrationSession } from '../runtime/refresh.ts';
import { createStyle } from '../ui/style.ts';
import { applyResult } from './apply.ts';

/**
 * `export`: files for Halo's "Import from JSON", for an admin without API access. Creates a missing alert source; with
 * --offline, it contacts nothing.
 */
export const exportFiles = defineCommand({
  name: 'export',
  about: 'write files for "Import from JSON" in HaloITSM, if you have no API access',
  takesSettings: true,
  yes: 'create the alert source without asking',
  argument: { name: 'dir', about: 'output folder (created if missing)', isFolder: true },
  targets: 'one',
  options: {
    offline: flag('--offline', 'make no requests; the path of the method is a placeholder'),
    terraform: flag('--terraform', 'also write the alert source as a Terraform resource'),
  },
  examples: [
    ['export halo-import', 'creates the alert source if it is missing, and writes the files'],
    ['export halo-import --offline', 'writes the files with a placeholder; needs no account'],
  ],
  async run(context, { flags, options: { offline, terraform }, argument }): Promise<ResultOf<'apply' | 'export'>> {
    const resolved = await loadSettings(context, flags, offline ? [] : ['ilert.apiToken']);
    const { settings } = resolved;
    if (argument.trim() === '') {
      const hint = 'Name a folder, or use . for the current one.';
      throw usageError('The name of the output folder is empty.', hint);
    }
    const request = { settings, terraform, folder: resolve(context.system.cwd, argument) };
    await assertExportable(context, request);
    const { source, created, failed } = offline ? NOT_READ : await existingOrCreated(context, resolved);
    if (failed) return failed;
    if (source) urlOf(source);
    const written = await writeExport(context, request, source);
    return { kind: 'export', exitCode: ExitCode.done, offline, ...written, created };
  },
});

/** The alert source that the tickets go to. */
interface Target {
  /** Undefined if ilert is not read, or creating it failed. */
  readonly source: AlertSourceRow | undefined;
  readonly created: IntegrationOutcome['done'];
  /** What was done before creating it failed. */
  readonly failed?: ResultOf<'apply'>;
}

const NOT_READ: Target = { source: undefined, created: [] };

/** Returns the alert source; creates a missing one once that is approved. @throws CliError, exit 2, if it isn't */
async function existingOrCreated(context: Context, resolved: Resolved): Promise<Target> {
  const only = 'ilert';
  const session = await refreshShown(context, resolved, connect(context, resolved, { only }), { only });
  const existing = session.refreshed.state['alert-source'];
  if (existing) return { source: existing, created: [] };
  await assertCreatable(session);
  const plan = planOf(session);
  await approve(context, resolved.settings, plan);
  const outcome = await withProgress(context.streams, ({ listen }) => provision(context, session, plan, listen));
  const failed =
    outcome.failure === undefined ? {} : { failed: applyResult(context, resolved.settings, plan, outcome) };
  return { source: outcome.state['alert-source'], created: outcome.done, ...failed };
}

/** @throws CliError, exit 2, if nobody has said whom to notify */
async function assertCreatable({ accounts, desired: { settings } }: IntegrationSession): Promise<void> {
  if (settings['alertSource.escalationPolicy'] !== undefined) return;
  const { integrationType } = productOf(settings);
  const sources = ofOurType(await accounts.lookups.alertSources(), accounts);
  const others = rowsInWords(sources);
  throw usageError(
    `ilert has no alert source "${settings['alertSource.name']}" of type ${integrationType}${others && `, only ${others}`}.`,
    'Set --name or --alert-source to use an existing one, or --escalation-policy to create it. With --offline a placeholder is written instead of its path.',
    'name-unknown',
  );
}

async function approve(context: Context, settings: Settings, plan: IntegrationPlan): Promise<void> {
  const { streams, options } = context;
  await confirm(context, 'Create these?', {
    shown: renderPlan(plan, createStyle(streams.noteColor), options),
    refusal: {
      message: 'The alert source does not exist yet. Nothing was created or written.',
      hint: 'Add --yes to create what is shown above, or --offline to write a placeholder instead of its path.',
    },
    settings,
    only: 'ilert',
  });
}
