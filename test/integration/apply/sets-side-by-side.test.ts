import { describe, expect, it } from 'vitest';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { type Names, type Others, runWith, settingsFile, succeeded, watchAccount } from './one-set.ts';

describe('two sets in one tenant, each kept by machines without saved ids', () => {
  const north: Names = { source: 'North', integration: 'ilert north', method: 'send', runbook: 'ilert north' };
  const south: Names = { source: 'South', integration: 'ilert south', method: 'send', runbook: 'ilert south' };

  const apart: readonly (readonly [string, Others, Others])[] = [
    ['other escalation policies', { escalationPolicy: 'Default' }, { escalationPolicy: 'Netherlands' }],
    ['other priorities', { halo: { onlyPriority: 1 } }, { halo: { onlyPriority: [2, 3] } }],
    ['other teams', { halo: { onlyTeam: '1st Line Support' } }, { halo: { onlyTeam: '2nd Line Support' } }],
    ['a filter and none', { halo: { onlyPriority: 1 } }, { halo: { onlyPriority: 'any' } }],
    ['other payloads', { halo: { payload: 'recommended' } }, { halo: { payload: 'full' } }],
  ];

  it.each(apart)('with %s leave each other alone', async (_, ofNorth, ofSouth) => {
    const sandbox = await sandboxOfTest();
    sandbox.ilert.state.addPolicy('Netherlands');
    const configs = [settingsFile(north, ofNorth), settingsFile(south, ofSouth)];
    for (const config of configs) await succeeded(runWith(sandbox, config, ['apply']));
    const watched = watchAccount(sandbox);
    for (let round = 0; round < 3; round += 1) {
      for (const config of configs) {
        const { stdout } = await succeeded(runWith(sandbox, config, ['apply']));
        expect(stdout).toContain('No changes');
      }
    }
    watched.expectNothingLeft();
  });

  it.each(apart)('with %s: one can be removed, and the other stays', async (_, ofNorth, ofSouth) => {
    const sandbox = await sandboxOfTest();
    sandbox.ilert.state.addPolicy('Netherlands');
    await succeeded(runWith(sandbox, settingsFile(north, ofNorth), ['apply']));
    const watched = watchAccount(sandbox);
    await succeeded(runWith(sandbox, settingsFile(south, ofSouth), ['apply']));
    await succeeded(runWith(sandbox, settingsFile(south, ofSouth), ['destroy', '--yes']));
    watched.expectNothingLeft();
  });
});
