import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { exported, filesIn } from './exported.ts';

const EXTRAS = [
  '--ticket-link',
  '--halo-url',
  'https://acme.haloitsm.com',
  '--priority-from-halo',
  'Critical=high',
  '--severity-from-halo',
  'Critical=1',
];

it('an export without ilert names the link and the mappings among the manual steps, and has them for Terraform', async () => {
  const folder = temporaryFolder();
  const { exitCode, stderr } = await run(['export', 'out', '--offline', '--terraform', ...EXTRAS], { cwd: folder });
  expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
  const files = filesIn(join(folder, 'out'));
  const steps = (files['README.md'] ?? '').replace(/\s+/g, ' ');
  expect(steps).toContain(
    'add a link `Open ticket in HaloITSM` to `https://acme.haloitsm.com/ticket?id={{ ticket.id }}`',
  );
  expect(steps).toContain('by the value `{{ ticket.priority.name }}`');
  expect(steps).toContain('`Critical` is `high`');
  expect(steps).toContain('`Critical` is `1`');
  expect(steps).toContain('Not yet confirmed on a live tenant');
  const terraform = (files['alert-source.tf'] ?? '').replace(/\s+/g, ' ');
  expect(terraform).toContain(
    'link_template { link_text_template { text_template = "Open ticket in HaloITSM" } href_template { text_template = "https://acme.haloitsm.com/ticket?id={{ ticket.id }}" } }',
  );
  expect(terraform).toContain(
    'priority_template { value_template { text_template = "{{ ticket.priority.name }}" } mapping { value = "Critical" priority = "HIGH" } }',
  );
  expect(terraform).toContain('mapping { value = "Critical" severity = 1 }');
});

it('an export with ilert sets them on the alert source, although HaloITSM is not reached', async () => {
  const sandbox = await sandboxOfTest();
  await exported(sandbox, '--yes', '--escalation-policy', 'Default', ...EXTRAS);
  expect(sandbox.ilert.state.alertSources.at(-1)).toMatchObject({
    linkTemplates: [{ text: 'Open ticket in HaloITSM' }],
    priorityTemplate: { mappings: [{ value: 'Critical', priority: 'HIGH' }] },
    severityTemplate: { mappings: [{ value: 'Critical', severity: 1 }] },
  });
});
