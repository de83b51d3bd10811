import { expect, it } from 'vitest';
import { fleetOfTest } from '../../support/fleet.ts';

/** The rows of the table of targets, and how many folded sections there are below. */
function tableIn(markdown: string) {
  const [table = '', ...folded] = markdown.split('<details>');
  return { rows: table.split('\n').filter((line) => /^\| [^- ]+ \|/.test(line)), folded: folded.length };
}

it('targets that are set up in the same way are one row with one section, for every command', {
  timeout: 60_000,
}, async () => {
  const fleet = await fleetOfTest(4);
  const rowsOf = async (...argv: string[]) =>
    tableIn((await fleet.run([...argv, '--all', '--format', 'markdown'])).stdout);
  const grouping = ['--grouping', 'until-resolved'];
  expect(await rowsOf('plan')).toEqual({ rows: ['| + | 4 targets | 6 to create |'], folded: 1 });
  expect(await rowsOf('apply')).toEqual({ rows: ['| ✔ | 4 targets | 6 created |'], folded: 1 });
  expect(await rowsOf('plan', ...grouping)).toEqual({ rows: ['| ~ | 4 targets | 1 to update |'], folded: 1 });
  expect(await rowsOf('status', ...grouping)).toEqual({
    rows: [expect.stringMatching(/^\| ~ \| 4 targets \| drifted: The alert source .* Alert grouping\. \|$/)],
    folded: 1,
  });
  expect(await rowsOf('destroy', '--yes')).toEqual({ rows: ['| ✔ | 4 targets | 6 removed |'], folded: 1 });
});
