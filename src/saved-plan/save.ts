import { fields, keysOf, type Origins, type Settings } from '../config/settings.ts';
import { isPending } from '../engine/plan.ts';
import { type Seal, sealed } from '../engine/sealed.ts';
import type { Fields, Value } from '../engine/values.ts';
import type { IntegrationChange, IntegrationPlan } from '../providers/integration.ts';
import type { References } from '../providers/references.ts';
import type { Redactor } from '../secret/redactor.ts';
import type { SavedChange, SavedPlan, TargetPlan } from './document.ts';
import { FORMAT_VERSION, SAVED_PLAN } from './format.ts';

/** A plan and what it was made from. */
export interface Planned {
  readonly plan: IntegrationPlan;
  readonly settings: Settings;
  readonly origins: Origins;
  readonly references: References;
}

/** How to write a plan without secrets. */
export interface SecretMask extends Seal {
  /** Removes secrets from texts that people read. */
  readonly redact: (text: string) => string;
}

/** Creates a `SecretMask` for the secrets that the redactor knows. @param salt of the file */
export function createSecretMask(salt: string, redactor: Redactor): SecretMask {
  return { salt, isSecret: redactor.isIn, redact: redactor.redact };
}

/** The run that made a saved plan. */
interface PlanningRun {
  readonly toolVersion: string;
  readonly createdAt: Date;
  /** Random. */
  readonly salt: string;
  /** Whether it was for all targets of the settings file. */
  readonly isForAll: boolean;
  readonly redactor: Redactor;
}

/** Returns the document to save for the plans of one or more targets. Pure. */
export function savedPlan(
  made: readonly { readonly target: string | undefined; readonly planned: Planned }[],
  { toolVersion, createdAt, salt, isForAll, redactor }: PlanningRun,
): SavedPlan {
  const hiding = createSecretMask(salt, redactor);
  const only = made[0]?.planned.plan.only;
  return {
    formatVersion: FORMAT_VERSION,
    kind: SAVED_PLAN,
    toolVersion,
    createdAt: createdAt.toISOString(),
    salt,
    ...(only === 'ilert' && { only }),
    all: isForAll,
    plans: made.map(({ target, planned }) => savedForm(planned, target, hiding)),
  };
}

/** Not how to sign in, as a plan may be made with read-only credentials, nor where, as that is in the accounts. */
const COMPARED = keysOf('local', 'name', 'content');

/** Returns a plan in the form in which it is saved and compared with a saved one. Pure. */
export function savedForm(
  { plan, settings, references }: Planned,
  target: string | undefined,
  hiding: SecretMask,
): TargetPlan {
  const { changes, duplicates, only } = plan;
  const { 'ilert.endpoint': ilert, 'halo.url': url, 'halo.tenant': tenant } = settings;
  const isForHalo = only === undefined && url !== undefined;
  return {
    ...(target !== undefined && { target }),
    accounts: { ilert, ...(isForHalo && { halo: { url, ...(tenant !== undefined && { tenant }) } }) },
    settings: savedSettings(settings, hiding),
    references: savedReferences(references, hiding),
    pending: isPending(plan),
    changes: changes.map((change) => savedChange(change, hiding)),
    duplicates: duplicates
      .map(({ resource, title, row: { id, name }, does }) => ({
        resource,
        title,
        name: hiding.redact(String(name ?? '')),
        id: String(id),
        does: hiding.redact(does),
      }))
      // The services may list them in any order.
      .toSorted((one, other) => byText(`${one.resource} ${one.id}`, `${other.resource} ${other.id}`)),
  };
}

function savedSettings(settings: Settings, hiding: SecretMask): TargetPlan['settings'] {
  const compared = fields.flatMap(({ key }) => {
    // The text and not the path, since each machine has its own folders.
    const value = key === 'halo.payload' ? settings[key].text : settings[key];
    return value === undefined || !COMPARED.has(key) ? [] : [[key, sealed(asValue(value), hiding)] as const];
  });
  return Object.fromEntries(compared);
}

function savedReferences(
  { names: _names, priorities: _inChanges, filters, ...references }: References,
  hiding: SecretMask,
): TargetPlan['references'] {
  const all: Fields = { ...references, filters: filters && { ...filters } };
  const found = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(found.map(([name, value]) => [name, sealed(value, hiding)]));
}

function savedChange(
  { resource, service, title, name, action, id, kept, ...change }: IntegrationChange,
  hiding: SecretMask,
): SavedChange {
  const { redact } = hiding;
  const { request } = change;
  return {
    resource,
    service,
    title,
    name: redact(name),
    action,
    ...(id !== undefined && { id: String(id) }),
    ...(kept && { kept }),
    fields: change.labelledFields.map(({ label, beforeText, afterText }) => ({
      label: redact(label),
      ...(beforeText !== undefined && { before: redact(beforeText) }),
      ...(afterText !== undefined && { after: redact(afterText) }),
    })),
    values: sealed(
      change.fields.map((field) => ({ ...field })),
      hiding,
    ),
    ...(request && { request: sealed({ ...request }, hiding) }),
  };
}

function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Converts a setting to the form that a settings file could have. */
function asValue(value: unknown): Value {
  return JSON.parse(JSON.stringify(value));
}
