import { BACK } from '../../ui/prompter.ts';
import type { Page } from './question.ts';

/** Asks where to write the files for "Import from JSON", for a person who can't create an API application. */
export const importFolderPage: Page = ({ prompter, importFolderProblem }) => [
  {
    id: 'import-folder',
    when: ({ withoutHaloApi }) => withoutHaloApi,
    async ask({ importFolder }) {
      const folder = await prompter.text({
        id: 'import-folder',
        message: 'Folder for the files to import',
        help: 'It is created if missing. The files are written once you have confirmed the review.',
        initial: importFolder,
        check: (typed) => (typed === '' ? 'Enter the name of a folder.' : importFolderProblem(typed)),
      });
      return folder === BACK ? BACK : { importFolder: folder };
    },
  },
];
