import type { Settings } from '../../config/settings.ts';
import type { Desired, IntegrationAccounts } from '../integration.ts';
import { alertSource, isShownByList } from './alert-source.ts';

/**
 * Decides whether a run of many targets can skip reading an alert source by its ID.
 *
 * @param found what the settings name, once it is looked up
 */
export function isListedAsWanted(
  settings: Settings,
  found: Promise<Pick<Desired, 'references'>>,
): NonNullable<IntegrationAccounts['isListSufficient']> {
  return async (row, isSetUp) => {
    if (!isSetUp) return false;
    const { references } = await found;
    return isShownByList(row, alertSource.desired({ settings, references }, { 'alert-source': row }), settings);
  };
}
