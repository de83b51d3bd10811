import { expect, it } from 'vitest';
import { fleetOfTest } from '../../support/fleet.ts';

/** Returns the rows of the table of targets, and what is folded below it. */
function tableIn(markdown: string) {
  const [table = '', ...folded] = markdown.split('<details>');
  const summaries = folded.map((section) =>
    section.replace(/^<summary>|<\/summary>.*$/gs, '').replace(/<\/?code>/g, '"'),
  );
  return { rows: table.split('\n').filter((line) => /^\| [^- ]+ \|/.test(line)), folded: summaries };
}

it('commands in what is told of a target are for that target, and one reason of several failures is one row', async () => {
  const fleet = await fleetOfTest(3);
  for (const sandbox of fleet.sandboxes.slice(1))
    sandbox.intercept = ({ method, path }) =>
      method === 'POST' && path === '/api/Webhook' ? { kind: 'respond', status: 400, body: 'Locked.' } : undefined;
  const { stdout } = await fleet.run(['apply', '--all', '--format', 'markdown']);
  expect(stdout).toMatch(/ilert-haloitsm destroy --config `?fleet\.yaml`? --target customer-2/);
  const { rows } = tableIn(stdout);
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(
    /^\| ✘ \| `customer-2`, `customer-3` \| .*Locked.*\(`customer-2`; likewise for the others\) \|$/,
  );
});

const PAYLOAD = 'Payload of the method "send ticket to ilert"';

it('targets that are set up in the same way are one row with one section, for every command', {
  timeout: 60_000,
}, async () => {
  const fleet = await fleetOfTest(4);
  const rowsOf = async (...argv: string[]) =>
    tableIn((await fleet.run([...argv, '--all', '--format', 'markdown'])).stdout);
  const grouping = ['--grouping', 'until-resolved'];
  expect(await rowsOf('plan')).toEqual({
    rows: ['| + | 4 targets | 6 to create |'],
    folded: ['4 targets: 6 to create', PAYLOAD],
  });
  expect(await rowsOf('apply')).toEqual({
    rows: ['| ✔ | 4 targets | 6 created |'],
    folded: ['4 targets: 6 created', PAYLOAD],
  });
  expect(await rowsOf('plan', ...grouping)).toEqual({
    rows: ['| ~ | 4 targets | 1 to update |'],
    folded: ['4 targets: 1 to update'],
  });
  expect(await rowsOf('status', ...grouping)).toEqual({
    rows: [expect.stringMatching(/^\| ~ \| 4 targets \| drifted: The alert source .* Alert grouping\. \|$/)],
    folded: [expect.stringMatching(/^4 targets: drifted/)],
  });
  expect(await rowsOf('destroy', '--yes')).toEqual({
    rows: ['| ✔ | 4 targets | 6 removed |'],
    folded: ['4 targets: 6 removed'],
  });
});
