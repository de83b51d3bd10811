import { haloAddress } from '../config/address.ts';
import { SHIPPED_PAYLOADS } from '../config/payload-file.ts';
import type { RawValue } from '../config/raw-value.ts';
import { variableIn } from '../config/secret-reference.ts';
import { type FieldKey, fields, secretFields, serviceOf } from '../config/settings.ts';
import type { SettingsFile } from '../config/settings-file.ts';
import { variableNames } from '../config/variables.ts';
import type { PipelineSettings } from './pipeline.ts';

/** The settings that say where Halo's secrets are sent. */
const ADDRESSES = fields.filter((field) => field.receivesSecrets && serviceOf(field) === 'halo').map(({ key }) => key);

/** Returns what a pipeline needs from a settings file, such as its secrets' variables. Payloads are unchanged. Pure. */
export function pipelineSettingsOf({
  shared,
  targets,
}: SettingsFile): Pick<PipelineSettings, 'secrets' | 'haloHosts' | 'payloads' | 'hasTargets'> {
  const all = [shared, ...[...targets.values()].map(({ values }) => values)];
  const textsOf = (key: FieldKey) => all.flatMap((values) => textIn(values.get(key)));
  const secrets = secretFields.flatMap((field) => {
    const named = textsOf(field.key).flatMap((text) => variableIn(text) ?? []);
    return named.length > 0 ? named : variableNames(field).slice(0, 1);
  });
  const payloads = textsOf('halo.payload').filter((name) => !SHIPPED_PAYLOADS.includes(name.toLowerCase()));
  const hosts = ADDRESSES.flatMap(textsOf).flatMap((text) => hostIn(text) ?? []);
  return {
    secrets: [...new Set(secrets)],
    haloHosts: [...new Set(hosts)],
    payloads: [...new Set(payloads)],
    hasTargets: targets.size > 0,
  };
}

function textIn(raw: RawValue | undefined): string[] {
  return typeof raw?.value === 'string' ? [raw.value] : [];
}

/** Returns the host of an address; undefined if that is still to be filled in. */
function hostIn(url: string): string | undefined {
  const address = haloAddress(url);
  return 'problem' in address ? undefined : new URL(address.url).host;
}
