import { fileErrorMessage } from '../errors/system-error.ts';

/** Reports that a run's local state could not be saved. That is not a failure, since local state only holds hints. */
export type ReportUnsaved = (error: unknown) => void;

/**
 * Reports it with the reason, once per run: what prevents saving one target's state prevents saving any.
 *
 * @param folder of the local state; undefined if there is none
 * @param note shows it to the person
 */
export function createReportUnsaved(folder: string | undefined, note: (text: string) => void): ReportUnsaved {
  let isReported = false;
  return (error) => {
    if (isReported) return;
    isReported = true;
    const why = folder === undefined ? 'there is no home folder' : `${folder}: ${fileErrorMessage(error)}`;
    const consequence = 'The next run will find everything by its name, and --resume will skip nothing';
    note(`The profile could not be saved (${why}). ${consequence}. ILERT_HALOITSM_HOME can name a writable folder.`);
  };
}
