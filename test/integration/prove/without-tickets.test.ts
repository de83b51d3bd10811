import { expect, it } from 'vitest';
import { leftByProve, proved } from '../../support/prove.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

it('says why experiments with tickets could not run, and still shows what needs none', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.halo.state.requiredTicketFields = ['category_1'];
  const facts = ['template-escaping', 'method-address', 'halo-date-zone', 'ilert-custom-details'];
  const { answers, sentences } = await proved(sandbox, facts);
  expect(answers).toMatchObject({
    'template-escaping': 'not observed',
    'method-address': 'not observed',
    'halo-date-zone': 'not observed',
    'ilert-custom-details': 'confirmed',
  });
  expect(sentences['template-escaping']).toContain('--ticket-type, --client');
  expect(leftByProve(sandbox)).toEqual([]);
});
