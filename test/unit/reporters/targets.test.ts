import { expect, test } from 'vitest';
import { renderTargets } from '../../../src/reporters/targets.ts';

const targets = [
  { target: 'eu-acme', name: 'Acme Corp', product: 'halopsa', halo: 'https://acme.halopsa.com', remembered: true },
  { target: 'globex', name: undefined, product: 'halopsa', halo: 'https://globex.halopsa.com', remembered: false },
] as const;
const result = { kind: 'targets', exitCode: 0, targets } as const;

test.each([
  ['a terminal that is wide enough', 80],
  ['no terminal', undefined],
])('each target is one line with %s', (_, columns) => {
  expect(renderTargets(result, columns).split('\n')).toEqual([
    'eu-acme  Acme Corp  https://acme.halopsa.com    set up from here',
    'globex              https://globex.halopsa.com',
  ]);
});

test('on a narrow terminal, what is known of a target stands below its key, and nothing is padded', () => {
  expect(renderTargets(result, 40).split('\n')).toEqual([
    'eu-acme',
    '  Acme Corp',
    '  https://acme.halopsa.com',
    '  set up from here',
    'globex',
    '  https://globex.halopsa.com',
  ]);
});
