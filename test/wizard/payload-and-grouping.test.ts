import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { storedIn } from '../support/tenants.ts';
import { peopleIn } from './people.ts';
import { questionOf, straight, walked } from './run-wizard.ts';
import { BACK, ENTER, inTurn, type Script } from './scripted-prompter.ts';

const template = (name: string) => readFileSync(join(packageRoot, 'templates', `${name}.json`), 'utf8');

describe('what HaloITSM sends of a ticket', () => {
  it.each([
    ['The fields that ilert recommends', 'recommended'],
    ['The whole ticket', 'full'],
  ])('is as chosen: %s', async (choice, name) => {
    const sandbox = await sandboxOfTest();
    await walked(sandbox, { ...straight(sandbox), payload: choice });
    expect(storedIn(sandbox).method.requestbody.trim()).toBe(template(name).trim());
  });

  it('can be looked at first', async () => {
    const sandbox = await sandboxOfTest();
    const { said } = await walked(sandbox, { ...straight(sandbox), payload: inTurn('Show', ENTER) });
    expect(said).toContain(template('recommended').trim());
  });

  it('comes from a file of their own, once that is right: what is wrong in it is told with its line', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    const good = '{ "event": { "id": <<ticket^id>>, "summary": <<ticket^summary>>, "status": <<ticket^status>> } }';
    writeFileSync(join(cwd, 'broken.json'), '{\n  "id": <<ticket^id>>,\n}');
    writeFileSync(join(cwd, 'unknown.json'), '{ "id": <<ticket^nonsense>> }');
    writeFileSync(join(cwd, 'good.json'), good);
    const { refused, stdout } = await walked(
      sandbox,
      {
        ...straight(sandbox),
        payload: 'A file of your own',
        'payload-file': inTurn('', 'nowhere.json', 'broken.json', 'unknown.json', 'good.json'),
      },
      { cwd },
    );
    expect(refused).toEqual([
      'A path is needed.',
      expect.stringMatching(/^The payload file nowhere\.json.* can't be read/),
      expect.stringMatching(/^Line 2, column \d+: .*the comma before } is one too many/),
      expect.stringMatching(/^Line 1, column \d+: .*nonsense/),
    ]);
    expect(storedIn(sandbox).method.requestbody).toBe(good);
    expect(stdout).toContain('--payload good.json');
  });

  it('who named a file goes back and takes what is recommended', async () => {
    const sandbox = await sandboxOfTest();
    const script: Script = {
      payload: inTurn('A file of your own', 'The fields that ilert recommends'),
      'payload-file': BACK,
    };
    await walked(sandbox, { ...straight(sandbox), ...script });
    expect(storedIn(sandbox).method.requestbody.trim()).toBe(template('recommended').trim());
  });
});

describe('which alerts are put together', () => {
  const kinds: [string, Script, Record<string, unknown>][] = [
    ['No', {}, { alertCreation: 'ONE_ALERT_PER_EMAIL' }],
    [
      'By time',
      { 'grouping-window': '2h' },
      { alertCreation: 'ONE_ALERT_GROUPED_PER_WINDOW', alertGroupingWindow: 'PT2H' },
    ],
    ['Until accepted', {}, { alertCreation: 'ONE_PENDING_ALERT_ALLOWED' }],
    ['Until resolved', {}, { alertCreation: 'ONE_OPEN_ALERT_ALLOWED' }],
    [
      'By likeness',
      { 'grouping-window': '5m', 'score-threshold': '0.5' },
      { alertCreation: 'INTELLIGENT_GROUPING', alertGroupingWindow: 'PT5M', scoreThreshold: 0.5 },
    ],
  ];

  it.each(kinds)('is as chosen: %s', async (choice, more, stored) => {
    const sandbox = await sandboxOfTest();
    const walk = await walked(sandbox, { ...straight(sandbox), grouping: choice, ...more });
    expect(questionOf(walk, 'grouping').choices).toHaveLength(kinds.length);
    expect(storedIn(sandbox).source).toMatchObject(stored);
  });

  it('holds for tickets: until it is resolved they make one alert', async () => {
    const sandbox = await sandboxOfTest();
    await walked(sandbox, { ...straight(sandbox), grouping: 'Until resolved' });
    const people = peopleIn(sandbox);
    await people.log('Mail is down');
    await people.log('Mail is slow');
    expect(people.alerts()).toEqual(['Mail is down: PENDING']);
  });

  it('by likeness takes a number from 0 to 1, with a point or a comma', async () => {
    const sandbox = await sandboxOfTest();
    const { refused } = await walked(sandbox, {
      ...straight(sandbox),
      grouping: 'By likeness',
      'grouping-window': ENTER,
      'score-threshold': inTurn('much', '1.1', '-1', '0,9'),
    });
    expect(refused).toEqual(Array(3).fill('A number from 0 to 1.'));
    expect(storedIn(sandbox).source).toMatchObject({ scoreThreshold: 0.9, alertGroupingWindow: 'PT15M' });
  });
});
