import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, storedIn } from '../../support/tenants.ts';
import { exported, filesIn } from './exported.ts';

/** Returns the file that `export --offline --terraform` writes for a settings file. */
async function offline(settings: string, ...argv: string[]): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'settings.yaml'), settings);
  const argvOf = ['export', 'out', '--offline', '--terraform', '--config', 'settings.yaml', ...argv];
  const { exitCode, stderr } = await run(argvOf, { cwd: folder });
  expect(stderr).not.toContain('Error:');
  expect(exitCode).toBe(0);
  return filesIn(join(folder, 'out'))['alert-source.tf'] ?? '';
}

async function liveFile(sandbox: Sandbox): Promise<string> {
  const { files } = await exported(sandbox, '--terraform');
  return files['alert-source.tf'] ?? '';
}

describe('alert-source.tf of an existing alert source', () => {
  it('has the values in ilert, by id, and imports it', async () => {
    const sandbox = await sandboxOfTest();
    await applied(
      sandbox,
      '--team',
      'Operations',
      '--grouping',
      'similarity',
      '--grouping-window',
      '15m',
      '--similarity-threshold',
      '0.8',
      '--priority',
      'high-during-support-hours',
      '--support-hours',
      'Office hours',
      '--auto-resolve',
      '4h',
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

  it('contains its severity, its services and the template of the severity', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--severity', '2', '--service', 'Mail', '--auto-resolve', '60m');
    const { source } = storedIn(sandbox);
    source.autoResolutionTimeout = 'PT1H';
    source.severityTemplate = {
      valueTemplate: { textTemplate: '{{ ticket.priority.name }}' },
      mappings: [{ value: 'P1', severity: 1 }],
    };
    source.servicesTemplate = [{ textTemplate: '{{ ticket.category_1 }}' }];
    const text = await liveFile(sandbox);
    const service = sandbox.ilert.state.services.find(({ name }) => name === 'Mail');
    expect(text).toContain('  severity                = 2\n  auto_resolution_timeout = "PT60M"\n');
    expect(text).toContain(`  services {\n    id = ${service?.id}\n  }`);
    expect(text).toContain(
      [
        '  severity_template {',
        '    value_template {',
        '      text_template = "{{ ticket.priority.name }}"',
        '    }',
        '',
        '    mapping {',
        '      value    = "P1"',
        '      severity = 1',
        '    }',
        '  }',
        '',
        '  services_template {',
        '    text_template = "{{ ticket.category_1 }}"',
        '  }',
      ].join('\n'),
    );
    expect(text).not.toContain('not supported by the provider');
  });

  it('names each link by text or template, as ilert does, and never "undefined"', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const hrefTemplate = { textTemplate: 'https://desk/{{ ticket.id }}' };
    storedIn(sandbox).source.linkTemplates = [
      { linkTextTemplate: { textTemplate: 'Ticket {{ ticket.id }}', elements: [] }, hrefTemplate },
      { text: 'Plain', hrefTemplate },
      { hrefTemplate },
    ];
    const text = await liveFile(sandbox);
    const href = '    href_template {\n      text_template = "https://desk/{{ ticket.id }}"\n    }\n  }';
    expect(text).toContain(
      `  link_template {\n    link_text_template {\n      text_template = "Ticket {{ ticket.id }}"\n    }\n\n${href}`,
    );
    expect(text).toContain(`  link_template {\n    text = "Plain"\n\n${href}`);
    expect(text.match(/link_template \{/g)).toHaveLength(2);
    expect(text).toContain('Not supported by the provider; manage these in ilert: linkTemplates.');
    expect(text).not.toContain('undefined');
  });

  it('names what the provider does not support', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { source } = storedIn(sandbox);
    Object.assign(source, { autoRaiseAlerts: true, iconUrl: 'https://example.com/icon.png' });
    source.detailsTemplate = { elements: [{ type: 'VAR', val: 'x', func: 'upper' }] };
    expect(await liveFile(sandbox)).toContain(
      'Not supported by the provider; manage these in ilert: autoRaiseAlerts, iconUrl, detailsTemplate.',
    );
  });
});

describe('alert-source.tf of a new alert source', () => {
  it('has the values of the settings, and looks up names', async () => {
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
        '  severityTemplate: { value: "{{ ticket.priority.name }}", mappings: { Critical: 1 } }',
        '  severity: 3',
        '  services: [Mail, 7]',
        '  eventFilter: event.x == "y"',
      ].join('\n'),
    );
    expect(text).not.toContain('import {');
    expect(text).toContain('data "ilert_escalation_policy" "haloitsm" {\n  name = "24/7 \\"Ops\\""\n}');
    expect(text).toContain('escalation_policy   = data.ilert_escalation_policy.haloitsm.id');
    expect(text).toContain('  team {\n    id = data.ilert_team.haloitsm_1.id\n  }\n\n  team {\n    id = 12\n  }');
    expect(text).toContain('  support_hours {\n    id = data.ilert_support_hour.haloitsm.id\n  }');
    expect(text).toContain('summary_template {\n    text_template = "{{ ticket.summary }} $${x} %%{y}"\n  }');
    expect(text).toContain('  link_template {\n    link_text_template {\n      text_template = "Ticket"\n    }\n');
    expect(text).toContain('    mapping {\n      value    = "Critical"\n      severity = 1\n    }');
    expect(text).toContain('severity            = 3');
    expect(text).toContain('data "ilert_service" "haloitsm_1" {\n  name = "Mail"\n}');
    expect(text).toContain(
      '  services {\n    id = data.ilert_service.haloitsm_1.id\n  }\n\n  services {\n    id = 7\n  }',
    );
    expect(text).toContain('    href_template {\n      text_template = "https://acme/{{ ticket.id }}"\n    }');
    expect(text).toContain('    mapping {\n      value    = "Critical"\n      priority = "HIGH"\n    }');
    expect(text).toContain('event_filter        = "event.x == \\"y\\""');
  });

  it('has a variable for the escalation policy if none is set', async () => {
    const text = await offline('');
    expect(text).toContain('variable "ilert_escalation_policy_id" {');
    expect(text).toContain('= var.ilert_escalation_policy_id\n');
  });
});
