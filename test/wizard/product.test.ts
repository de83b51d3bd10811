import { describe, expect, it } from 'vitest';
import { freePort } from '../support/port.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { completeWizard, defaultAnswers, headingsIn, idsOf, questionOf, runWizard, without } from './run-wizard.ts';
import { BACK, CTRL_C, ENTER, inTurn } from './scripted-prompter.ts';

/** Makes Halo's cloud unreachable, with a proxy that nobody runs. */
async function withoutHaloCloud() {
  return { HTTPS_PROXY: `http://127.0.0.1:${await freePort()}`, NO_PROXY: '127.0.0.1' };
}

describe('the product', () => {
  it.each([
    ['https://acme.halopsa.com', 'HaloPSA'],
    ['https://acme.haloitsm.com', 'HaloITSM'],
  ])('is known from the host of %s, and not asked: %s', async (url, product) => {
    const sandbox = await sandboxOfTest();
    const wizard = await runWizard(
      sandbox,
      {
        ...without(
          defaultAnswers(sandbox),
          'product',
          'halo-client-secret',
          'payload',
          'tickets',
          'on-call',
          'confirm',
        ),
        'halo-url': inTurn(url, url),
        'halo-client-id': inTurn('?', CTRL_C),
      },
      { env: await withoutHaloCloud() },
    );
    expect(idsOf(wizard)).not.toContain('product');
    expect(wizard.shown).toContain(`${url} (${product})`);
    expect(wizard.shown).toContain(`once, as a ${product} administrator`);
  });

  it.each(['HaloPSA', 'HaloITSM'])('is asked where the host does not show it: %s', async (product) => {
    const sandbox = await sandboxOfTest();
    const wizard = await completeWizard(sandbox, { ...defaultAnswers(sandbox), product });
    expect(questionOf(wizard, 'product').choices?.map(({ name }) => name)).toEqual(['HaloITSM', 'HaloPSA']);
    expect(headingsIn(wizard)).toEqual(['ilert', 'HaloITSM or HaloPSA']);
    expect(sandbox.ilert.state.alertSources.at(-1)).toMatchObject({
      name: product,
      integrationType: product.toUpperCase(),
    });
    expect(wizard.shown).toContain(`Alert source         ${product} (new)`);
  });

  it('is asked again after going back, with what was answered', async () => {
    const sandbox = await sandboxOfTest();
    const wizard = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      product: inTurn('HaloPSA', ENTER),
      'halo-client-id': inTurn(BACK, sandbox.halo.clientId),
    });
    expect(questionOf(wizard, 'product').offered).toBe('HaloPSA');
    expect(sandbox.ilert.state.alertSources.at(-1)?.integrationType).toBe('HALOPSA');
  });

  it('that was answered for one URL does not count for another whose host shows it', async () => {
    const sandbox = await sandboxOfTest();
    const url = 'https://acme.haloitsm.com';
    const wizard = await runWizard(
      sandbox,
      {
        ...without(defaultAnswers(sandbox), 'halo-client-secret', 'payload', 'tickets', 'on-call', 'confirm'),
        product: inTurn('HaloPSA', BACK),
        'halo-url': inTurn(sandbox.halo.url, url, url),
        'halo-client-id': inTurn(BACK, '?', CTRL_C),
      },
      { env: await withoutHaloCloud() },
    );
    expect(wizard.shown).toContain('once, as a HaloITSM administrator');
  });

  it('that a flag gives is not asked, and a host that contradicts is named', async () => {
    const sandbox = await sandboxOfTest();
    const url = 'https://acme.haloitsm.com';
    const wizard = await runWizard(
      sandbox,
      {
        ...without(
          defaultAnswers(sandbox),
          'product',
          'halo-client-secret',
          'payload',
          'tickets',
          'on-call',
          'confirm',
        ),
        'halo-url': inTurn(url, url),
        'halo-client-id': CTRL_C,
      },
      { argv: ['setup', '--product', 'halopsa'], env: await withoutHaloCloud() },
    );
    expect(headingsIn(wizard)).toEqual(['ilert', 'HaloPSA']);
    expect(wizard.shown).toContain(`${url} (a HaloITSM host, but used as HaloPSA)`);
  });

  it('that the profile remembers goes with its host, without a flag', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), product: 'HaloPSA' });
    const again = await completeWizard(sandbox, without(defaultAnswers(sandbox), 'confirm'), { cwd });
    expect(questionOf(again, 'product').offered).toBe('HaloPSA');
    expect(again.stdout).toContain('No changes');
  });
});

describe('the headings', () => {
  it('are shown once, where a section begins, also when going back to it', async () => {
    const sandbox = await sandboxOfTest();
    const wizard = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      grouping: inTurn(ENTER, ENTER),
      'halo-url': inTurn(BACK, sandbox.halo.url),
    });
    expect(headingsIn(wizard)).toEqual(['ilert', 'HaloITSM or HaloPSA', 'ilert', 'HaloITSM or HaloPSA']);
  });

  it('are left out where nothing is asked below them', async () => {
    const sandbox = await sandboxOfTest();
    const script = without(defaultAnswers(sandbox), 'ilert-key', 'teams', 'policy', 'grouping');
    const flags = ['--team', 'none', '--escalation-policy', 'Default', '--grouping', 'none'];
    const wizard = await completeWizard(sandbox, script, {
      argv: ['setup', ...flags],
      env: { ILERT_API_TOKEN: sandbox.ilert.token },
    });
    expect(headingsIn(wizard)).toEqual(['HaloITSM or HaloPSA']);
  });
});
