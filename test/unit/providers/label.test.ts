import { describe, expect, it } from 'vitest';
import { codeInWords } from '../../../src/providers/label.ts';

describe('a code of a service', () => {
  const words = { ONE_ALERT: 'one alert' };
  it.each([
    ['has its words', 'ONE_ALERT', 'one alert'],
    ['that is not listed is shown like words', 'ONE_PER_EMAIL', 'One per email'],
    ['is shown like words even if every object has something of its name', 'constructor', 'Constructor'],
    ['that is a number and not listed is shown as such', 7, 'another one (code 7)'],
    ['that is empty is not shown', null, undefined],
  ])('%s', (_, code, shown) => {
    expect(codeInWords(code, words)).toBe(shown);
  });
});
