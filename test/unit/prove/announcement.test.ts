import { describe, expect, it } from 'vitest';
import { announcement, isTestTenant, RUN_REQUESTS } from '../../../src/prove/announcement.ts';
import { type Cost, defineExperiment } from '../../../src/prove/experiment.ts';

const announced = (...costs: readonly Partial<Cost>[]) => {
  const experiments = costs.map((cost) =>
    defineExperiment({
      id: 'lists',
      title: 'what lists contain',
      facts: [],
      cost: { requests: 10, minutes: 1, ...cost },
      run: async () => undefined,
    }),
  );
  return announcement(experiments, { product: 'HaloITSM', policy: '"On call"', responders: undefined });
};

describe('before a run, people read', () => {
  it('that nothing is created, if the experiments only read', () => {
    expect(announced({}, {})).toContain('\nThey change nothing.');
    expect(announced({}, {})).not.toContain('create');
  });

  it('what exactly the chosen experiments create, in which service', () => {
    const text = announced({ creates: ['integration', 'method'] }, { creates: ['method', 'webhook'] });
    expect(text).toContain('They create custom integrations, methods and runbooks in HaloITSM, all named ');
    expect(text).toContain('\nNothing else is changed.');
    expect(text).not.toContain('alert source');
    expect(announced({ creates: ['event'] }, { creates: ['alert-source', 'policy'] })).toContain(
      'They create events in HaloITSM, and escalation policies and alert sources in ilert, all named ',
    );
  });

  it('of which priority the alerts are', () => {
    expect(announced({ alerts: 1 })).toContain('They create 1 alert, of low priority, for ');
    expect(announced({ alerts: 2 }, { alerts: 1 })).toContain('They create up to 3 alerts, all of low priority, for ');
    expect(announced({ alerts: 2, highAlerts: 1 })).toContain(
      'up to 2 alerts, one of them of high and the others of low priority, for ',
    );
    expect(announced({ alerts: 4, highAlerts: 2 })).toContain('what lists contain (4 alerts, 2 of high priority)\n');
  });

  it('how many requests it takes, with those of the run itself', () => {
    expect(announced({ requests: 20 }, { requests: 30 })).toContain(`at most ${50 + RUN_REQUESTS} requests`);
  });
});

it.each([
  'https://acme.trial.usehalo.com',
  'https://acmetrial.usehalo.com',
  'https://acme2.trial.usehalo.com',
  'https://acmesandbox.haloitsm.com',
  'https://acme-test.haloitsm.com',
  'https://sandbox.acme.example',
  'https://halo.dev.acme.example',
  'https://uat2.acme.example',
  'http://127.0.0.1:4000',
])('%s is a tenant for tests', (url) => {
  expect(isTestTenant(url)).toBe(true);
});

it.each([
  'https://acme.haloitsm.com',
  'https://attest.haloitsm.com',
  'https://latest.usehalo.com',
  'https://industrial.haloitsm.com',
  'https://acmetrial.usehalo.com.example.com',
  'https://contest.example.com',
  'https://demolition.haloitsm.com',
  'https://acme.usehalo.com',
])('%s may be a production tenant', (url) => {
  expect(isTestTenant(url)).toBe(false);
});
