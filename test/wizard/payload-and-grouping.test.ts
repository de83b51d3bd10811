import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { storedIn } from '../support/tenants.ts';
import { peopleIn } from './people.ts';
import { completeWizard, defaultAnswers, questionOf } from './run-wizard.ts';
import { BACK, ENTER, inTurn, type Script } from './scripted-prompter.ts';

const template = (name: string) => readFileSync(join(packageRoot, 'templates', `${name}.json`), 'utf8');

describe('what HaloITSM sends of a ticket', () => {
  it.each([
    ['Recommended payload', 'recommended'],
    ['Full payload', 'full'],
  ])('is as chosen: %s', async (choice, name) => {
    const sandbox = await sandboxOfTest();
    await completeWizard(sandbox, { ...defaultAnswers(sandbox), payload: choice });
    expect(storedIn(sandbox).method.requestbody.trim()).toBe(template(name).trim());
  });

  it('can be shown first', async () => {
    const sandbox = await sandboxOfTest();
    const { shown } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), payload: inTurn('Preview', ENTER) });
    expect(shown).toContain(template('recommended').trim());
  });

  it('can be a file: what is wrong in it is reported with its line', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    const good = '{ "event": { "id": <<ticket^id>>, "summary": <<ticket^summary>>, "status": <<ticket^status>> } }';
    writeFileSync(join(cwd, 'broken.json'), '{\n  "id": <<ticket^id>>,\n}');
    writeFileSync(join(cwd, 'unknown.json'), '{ "id": <<ticket^nonsense>> }');
    writeFileSync(join(cwd, 'good.json'), good);
    const { refused, stdout } = await completeWizard(
      sandbox,
      {
        ...defaultAnswers(sandbox),
        payload: 'Custom payload file',
        'payload-file': inTurn('', 'nowhere.json', 'broken.json', 'unknown.json', 'good.json'),
      },
      { cwd },
    );
    expect(refused).toEqual([
      'Enter a path.',
      expect.stringMatching(/^The payload file nowhere\.json.* can't be read/),
      expect.stringMatching(/^Line 2, column \d+: .*the comma before } is one too many/),
      expect.stringMatching(/^Line 1, column \d+: .*nonsense/),
    ]);
    expect(storedIn(sandbox).method.requestbody).toBe(good);
    expect(stdout).toContain('--payload good.json');
  });

  it('can be the recommended one after going back from a file', async () => {
    const sandbox = await sandboxOfTest();
    const script: Script = {
      payload: inTurn('Custom payload file', 'Recommended payload'),
      'payload-file': BACK,
    };
    await completeWizard(sandbox, { ...defaultAnswers(sandbox), ...script });
    expect(storedIn(sandbox).method.requestbody.trim()).toBe(template('recommended').trim());
  });
});

describe('the grouping of alerts', () => {
  const kinds: [string, Script, Record<string, unknown>][] = [
    ['Do not group alerts', {}, { alertCreation: 'ONE_ALERT_PER_EMAIL' }],
    [
      'Time-based',
      { 'grouping-window': '2 hours' },
      { alertCreation: 'ONE_ALERT_GROUPED_PER_WINDOW', alertGroupingWindow: 'PT2H' },
    ],
    ['Until alert is accepted', {}, { alertCreation: 'ONE_PENDING_ALERT_ALLOWED' }],
    ['Until alert is resolved', {}, { alertCreation: 'ONE_OPEN_ALERT_ALLOWED' }],
    [
      'Group by content similarity',
      { 'grouping-window': '5 minutes', 'similarity-threshold': '0.5' },
      { alertCreation: 'INTELLIGENT_GROUPING', alertGroupingWindow: 'PT5M', scoreThreshold: 0.5 },
    ],
  ];

  it.each(kinds)('is as chosen: %s', async (choice, more, stored) => {
    const sandbox = await sandboxOfTest();
    const wizard = await completeWizard(sandbox, { ...defaultAnswers(sandbox), grouping: choice, ...more });
    expect(questionOf(wizard, 'grouping').choices).toHaveLength(kinds.length);
    expect(storedIn(sandbox).source).toMatchObject(stored);
  });

  it('applies to tickets: until it is resolved there is one alert', async () => {
    const sandbox = await sandboxOfTest();
    await completeWizard(sandbox, { ...defaultAnswers(sandbox), grouping: 'Until alert is resolved' });
    const people = peopleIn(sandbox);
    await people.log('Mail is down');
    await people.log('Mail is slow');
    expect(people.alerts()).toEqual(['Mail is down: PENDING']);
  });

  it('by similarity has a threshold from 0.1 to 0.995, as in ilert, with a point or a comma', async () => {
    const sandbox = await sandboxOfTest();
    const { refused } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      grouping: 'Group by content similarity',
      'grouping-window': ENTER,
      'similarity-threshold': inTurn('much', '1', '0.05', '0,9'),
    });
    expect(refused).toEqual(Array(3).fill('Enter a number between 0.1 and 0.995.'));
    expect(storedIn(sandbox).source).toMatchObject({ scoreThreshold: 0.9, alertGroupingWindow: 'PT15M' });
  });
});
