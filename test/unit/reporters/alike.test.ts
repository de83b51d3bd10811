import { describe, expect, it, test } from 'vitest';
import { CliError, ExitCode, usageErrors } from '../../../src/errors/cli-error.ts';
import type { TargetReport } from '../../../src/fleet/report.ts';
import { groupTargets } from '../../../src/reporters/alike.ts';
import { problemOf } from '../../../src/reporters/fleet.ts';
import type { CommandResult } from '../../../src/reporters/result.ts';
import { fc } from '../../support/property.ts';

type Report = TargetReport<CommandResult>;

function failed(target: string, message: string, more: Partial<Report> = {}): Report {
  const error = new CliError({ message, exitCode: ExitCode.failed });
  return { target, outcome: 'failed', exitCode: ExitCode.failed, notes: [], error, ...more };
}

/** Returns the names of the targets in each group. */
function groupsOf(reports: readonly Report[]): string[][] {
  const groups = groupTargets(reports, (report) => [problemOf(report), report.notes]);
  return groups.map(({ reports: alike }) => alike.map(({ target }) => target));
}

/** Words of sentences, of which some are names of targets as well. */
const WORDS = ['a', 'eu', 'new', 'plan', 'b', 'for'];
/** Where the target's name stands. */
const OWN = 'OWN';
const word = fc.constantFrom(...WORDS);
const sentence = fc.array(fc.oneof(word, fc.constant(OWN)), { maxLength: 8 });

function toldOf(name: string, words: readonly string[]): string {
  return words.map((each) => (each === OWN ? name : each)).join(' ');
}

describe('targets that fail for the same reason', () => {
  it.each(['a', 'eu', 'plan', 'new'])(
    'are one group, also one that is called "%s", which the reason has as a word',
    (odd) => {
      const why = (name: string) =>
        `a.yaml: no new plan for ${name}. Run: ilert-haloitsm plan --config a.yaml --target ${name}`;
      for (const names of [
        [odd, 'b', 'eu-1'],
        ['b', odd, 'eu-1'],
        ['b', 'eu-1', odd],
      ])
        expect(groupsOf(names.map((name) => failed(name, why(name))))).toEqual([names]);
    },
  );

  it('are one group although the reasons name different IDs', () => {
    const reports = ['k1', 'customer-22'].map((name, index) => {
      const [id, other] = [`10${index}`, `20${index}`];
      const hint = `If it is yours: ilert-haloitsm destroy --target ${name} --adopt alert-source:${id}`;
      const error = usageErrors([{ message: `"HaloITSM ${name}" (ID ${id}) is not that of ID ${other}.`, hint }]);
      return failed(name, '', { error, notes: [`It has ID ${id}.`] });
    });
    expect(groupsOf(reports)).toEqual([['k1', 'customer-22']]);
  });

  it('are apart where one names two rows and the other names one twice', () => {
    const reports = [failed('x', 'ID 1 is not ID 2.'), failed('y', 'ID 3 is not ID 3.')];
    expect(groupsOf(reports)).toEqual([['x'], ['y']]);
  });
});

test('whatever the names and the reasons, targets are grouped exactly if each word is the same or the own name', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { minLength: 2, maxLength: 2 }),
      sentence,
      sentence,
      ([one = '', other = ''], ...told) => {
        const texts = [toldOf(one, told[0]), toldOf(other, told[1])] as const;
        const [words, others] = texts.map((text) => text.split(' '));
        const isAlike =
          words?.length === others?.length &&
          words?.every((each, index) => each === others?.[index] || (each === one && others?.[index] === other));
        expect(groupsOf([failed(one, texts[0]), failed(other, texts[1])])).toEqual(
          isAlike ? [[one, other]] : [[one], [other]],
        );
      },
    ),
    { numRuns: 2_000 },
  );
});

describe('whatever the targets are called', () => {
  const part = fc.oneof(word, fc.constantFrom('-', '1', ' ', '.', '"', 'ü'));
  const name = fc
    .array(part, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join(''))
    .filter((text) => text.trim() === text && text !== '');
  const names = fc.uniqueArray(name, { minLength: 2, maxLength: 5 });

  it('they are one group if their names are all that differs', () => {
    fc.assert(
      fc.property(names, sentence, (targets, words) => {
        expect(groupsOf(targets.map((each) => failed(each, toldOf(each, words))))).toEqual([targets]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('one that is told something else is on its own', () => {
    fc.assert(
      fc.property(names, sentence, fc.nat(), (targets, words, place) => {
        const [odd = '', ...alike] = targets;
        const otherwise = words.toSpliced(place % (words.length + 1), 0, 'other');
        const reports = [
          ...alike.map((each) => failed(each, toldOf(each, words))),
          failed(odd, toldOf(odd, otherwise)),
        ];
        expect(groupsOf(reports)).toEqual([alike, [odd]]);
      }),
      { numRuns: 1_000 },
    );
  });
});
