import { haloAddress } from '../config/address.ts';
import type { RawValue } from '../config/raw-value.ts';
import { variableIn } from '../config/secret-reference.ts';
import { type FieldKey, fields, secretFields, serviceOf } from '../config/settings.ts';
import type { SettingsFile } from '../config/settings-file.ts';
import { variableNames } from '../config/variables.ts';
import type { PipelineSettings } from './pipeline.ts';

/** Where Halo hosts its customers, as long as a settings file does not say which of them it is for (fact `halo-hosts`). */
const HOSTS_OF_HALO = ['*.haloitsm.com', '*.halopsa.com'];

/** Where Halo's secrets are sent. */
const ADDRESSES = fields.filter((field) => field.receivesSecrets && serviceOf(field) === 'halo').map(({ key }) => key);

/** What a pipeline needs to know of a settings file: which variables hold its secrets, and where they may be sent. Pure. */
export function pipelineSettingsOf({
  shared,
  targets,
}: SettingsFile): Omit<PipelineSettings, 'version' | 'settingsFile'> {
  const all = [shared, ...targets.values()];
  const textsOf = (key: FieldKey) => all.flatMap((values) => textIn(values.get(key)));
  const secrets = secretFields.flatMap((field) => {
    const named = textsOf(field.key).flatMap((text) => variableIn(text) ?? []);
    return named.length > 0 ? named : variableNames(field).slice(0, 1);
  });
  const hosts = ADDRESSES.flatMap(textsOf).flatMap((text) => hostIn(text) ?? []);
  return {
    secrets: [...new Set(secrets)],
    haloHosts: hosts.length > 0 ? [...new Set(hosts)] : HOSTS_OF_HALO,
    hasTargets: targets.size > 0,
  };
}

function textIn(raw: RawValue | undefined): string[] {
  return typeof raw?.value === 'string' ? [raw.value] : [];
}

/** None of what is still to be filled in. */
function hostIn(url: string): string | undefined {
  const address = haloAddress(url);
  return 'problem' in address ? undefined : new URL(address.url).host;
}
