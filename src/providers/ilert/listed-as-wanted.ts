import type { Settings } from '../../config/settings.ts';
import type { Desired, IntegrationAccounts } from '../integration.ts';
import { alertSource, isShownByList } from './alert-source.ts';

/**
 * How a run of many targets knows that it need not read an alert source by its id.
 *
 * @param found what the settings name, as soon as it is looked up
 */
export function isListedAsWanted(
  settings: Settings,
  found: Promise<Pick<Desired, 'references'>>,
): NonNullable<IntegrationAccounts['isListedWell']> {
  return async (row, isSetUp) => {
    if (!isSetUp) return false;
    const { references } = await found;
    return isShownByList(row, alertSource.desired({ settings, references }, { 'alert-source': row }), settings);
  };
}
