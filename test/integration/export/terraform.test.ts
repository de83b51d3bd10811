import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied } from '../../support/tenants.ts';
import { exported, filesIn } from './exported.ts';

/** The file that `export --offline --terraform` writes for a settings file. */
async function offline(settings: string, ...argv: string[]): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'settings.yaml'), settings);
  const argvOf = ['export', 'out', '--offline', '--terraform', '--config', 'settings.yaml', ...argv];
  const { exitCode, stderr } = await run(argvOf, { cwd: folder });
  expect(stderr).not.toContain('Error:');
  expect(exitCode).toBe(0);
  return filesIn(join(folder, 'out'))['alert-source.tf'] ?? '';
}

describe('alert-source.tf of an alert source that is there', () => {
  it('says what ilert has, by number, and imports it', async () => {
    const sandbox = await sandboxOfTest();
    await applied(
      sandbox,
      ...['--team', 'Operations', '--grouping', 'similarity', '--grouping-window', '15m', '--score-threshold', '0.8'],
      ...['--priority', 'high-during-support-hours', '--support-hours', 'Office hours', '--auto-resolve', '4h'],
    );
    const { alertSources, teams, policies, supportHours } = sandbox.ilert.state;
    const source = alertSources.find(({ name }) => name === 'HaloITSM');
    const policy = policies.find(({ name }) => name === 'Default');
    const team = teams.find(({ name }) => name === 'Operations');
    const { files } = await exported(sandbox, '--terraform');
    expect(files['alert-source.tf']?.split('\n\n')).toEqual([
      expect.stringContaining('ilert-haloitsm apply --alert-source "$(terraform output -raw ilert_alert_source_id)"'),
      `import {\n  to = ilert_alert_source.haloitsm\n  id = "${source?.id}"\n}`,
      [
        'resource "ilert_alert_source" "haloitsm" {',
        '  name                    = "HaloITSM"',
        '  integration_type        = "HALOITSM"',
        `  escalation_policy       = "${policy?.id}"`,
        '  alert_creation          = "INTELLIGENT_GROUPING"',
        '  alert_grouping_window   = "PT15M"',
        '  score_threshold         = 0.8',
        '  alert_priority_rule     = "HIGH_DURING_SUPPORT_HOURS"',
        '  auto_resolution_timeout = "PT4H"',
      ].join('\n'),
      `  team {\n    id = ${team?.id}\n  }`,
      `  support_hours {\n    id = ${supportHours[0]?.id}\n  }\n}`,
      'output "ilert_alert_source_id" {\n  value = ilert_alert_source.haloitsm.id\n}\n',
    ]);
  });

  it('names what the provider does not know', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--severity', '2', '--service', 'Mail');
    const { files } = await exported(sandbox, '--terraform');
    expect(files['alert-source.tf']).toContain(
      'Set and not known to the provider, so look after it in ilert: severity, services.',
    );
  });
});

describe('alert-source.tf of an alert source that is to be made', () => {
  it('says what the settings say, and looks up names', async () => {
    const text = await offline(
      [
        'alertSource:',
        '  escalationPolicy: 24/7 "Ops"',
        '  teams: [Operations, 12]',
        '  priority: low-during-support-hours',
        '  supportHours: Office',
        `  summaryTemplate: "{{ ticket.summary }} $\{x} %{y}"`,
        '  linkTemplates: [{ text: Ticket, href: "https://acme/{{ ticket.id }}" }]',
        '  priorityTemplate: { value: "{{ ticket.priority.name }}", mappings: { Critical: high } }',
        '  eventFilter: event.x == "y"',
      ].join('\n'),
    );
    expect(text).not.toContain('import {');
    expect(text).toContain('data "ilert_escalation_policy" "haloitsm" {\n  name = "24/7 \\"Ops\\""\n}');
    expect(text).toContain('escalation_policy   = data.ilert_escalation_policy.haloitsm.id');
    expect(text).toContain('  team {\n    id = data.ilert_team.haloitsm_1.id\n  }\n\n  team {\n    id = 12\n  }');
    expect(text).toContain('  support_hours {\n    id = data.ilert_support_hour.haloitsm.id\n  }');
    expect(text).toContain('summary_template {\n    text_template = "{{ ticket.summary }} $${x} %%{y}"\n  }');
    expect(text).toContain('    href_template {\n      text_template = "https://acme/{{ ticket.id }}"\n    }');
    expect(text).toContain('    mapping {\n      value    = "Critical"\n      priority = "HIGH"\n    }');
    expect(text).toContain('event_filter        = "event.x == \\"y\\""');
  });

  it('asks for the escalation policy where nobody has named one', async () => {
    const text = await offline('');
    expect(text).toContain('variable "ilert_escalation_policy_id" {');
    expect(text).toContain('= var.ilert_escalation_policy_id\n');
  });
});
