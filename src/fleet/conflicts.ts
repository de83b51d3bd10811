import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import type { Problem } from '../errors/cli-error.ts';
import { isSameName } from '../providers/halo/runbook-name.ts';
import { sameSecret } from '../secret/secret.ts';
import { isSame, isSameAccount, isSameHalo, type Target } from './target.ts';

/** A row that two targets would both take for their own. */
interface Shared {
  readonly what: string;
  readonly setting: string;
  readonly isSame: (one: Settings, other: Settings) => boolean;
}

const SHARED: readonly Shared[] = [
  {
    what: 'the custom integration in Halo',
    setting: 'halo.integrationName',
    isSame: (one, other) => isSameHalo(one, other) && isSame('halo.integrationName', one, other),
  },
  {
    what: 'the runbook in Halo',
    setting: 'halo.runbookName',
    // Halo's names of runbooks are unique in any case (fact `runbook-name-unique`).
    isSame: (one, other) => isSameHalo(one, other) && isSameName(one['halo.runbookName'], other['halo.runbookName']),
  },
  {
    what: 'the alert source in ilert',
    setting: 'alertSource.name',
    // One that others keep is only read: any number of targets may send their tickets there.
    isSame: (one, other) =>
      isSameAccount(one, other) &&
      one['alertSource.id'] === undefined &&
      other['alertSource.id'] === undefined &&
      productOf(one).integrationType === productOf(other).integrationType &&
      isSame('alertSource.name', one, other),
  },
];

/** What must not be shared: rows, which each would take from the other, and one Halo's secret. Pure. */
export function conflictsOf(targets: readonly Target[]): Problem[] {
  const problems = [...sharedRows(targets), ...sharedSecrets(targets)];
  // With many targets, one slip is made with all of them.
  const rest = problems.length - MOST_REPORTED;
  return [...problems.slice(0, MOST_REPORTED), ...(rest > 0 ? [{ message: `And ${rest} more of the kind.` }] : [])];
}

const MOST_REPORTED = 10;

/** A client secret is one tenant's: sent to another's Halo, it is known there. */
function sharedSecrets(targets: readonly Target[]): Problem[] {
  return targets.flatMap(({ name, settings }, index) => {
    const first = targets.slice(0, index).find((other) => isSentElsewhere(other.settings, settings));
    if (!first) return [];
    return [
      {
        message: `The targets ${first.name} and ${name} have different Halos and the same client secret, which both would be sent.`,
        hint: 'Give each target its own halo.clientSecret, as a reference env:NAME or file:PATH.',
      },
    ];
  });
}

function isSentElsewhere(one: Settings, other: Settings): boolean {
  const [secret, others] = [one['halo.clientSecret'], other['halo.clientSecret']];
  const isSameSecret = secret !== undefined && others !== undefined && sameSecret(secret, others);
  return isSameSecret && hostOf(one) !== hostOf(other);
}

function hostOf(settings: Settings): string | undefined {
  return settings['halo.url'] && new URL(settings['halo.url']).host;
}

function sharedRows(targets: readonly Target[]): Problem[] {
  return SHARED.flatMap((shared) =>
    targets.flatMap((target, index) => {
      const first = targets.findIndex(({ settings }) => shared.isSame(settings, target.settings));
      return first < index ? [clash(shared, targets[first] as Target, target)] : [];
    }),
  );
}

function clash({ what, setting }: Shared, one: Target, other: Target): Problem {
  const name = other.settings[setting as keyof Settings];
  return {
    message: `The targets ${one.name} and ${other.name} would share ${what}, "${name}".`,
    hint: `Give each target its own ${setting}, or leave one of them out.`,
  };
}
