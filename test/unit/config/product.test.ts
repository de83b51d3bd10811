import { describe, expect, it, test } from 'vitest';
import { productAt } from '../../../src/config/product-at.ts';
import { fc } from '../../support/property.ts';
import { settingsOf } from './settings-of.ts';

describe('the product at a URL', () => {
  it.each([
    ['https://acme.haloitsm.com', 'haloitsm'],
    ['acme.halopsa.com', 'halopsa'],
    ['https://ACME.HaloPSA.com/tickets?area=1', 'halopsa'],
    ['https://halopsa.com', 'halopsa'],
    ['https://acme.trial.usehalo.com', undefined],
    ['https://acme.haloservicedesk.com', undefined],
    ['https://desk.acme.com', undefined],
    ['https://halopsa.com.acme.com', undefined],
    ['https://nothalopsa.com', undefined],
    ['https://desk.acme.com/halopsa.com', undefined],
    ['no URL at all', undefined],
    [undefined, undefined],
  ])('%s: %s', (url, product) => {
    expect(productAt(url)).toBe(product);
  });

  test('is told of any host below its domain, and of no other', () => {
    const label = fc.stringMatching(/^[a-z]([a-z0-9]{0,8})$/);
    fc.assert(
      fc.property(label, fc.constantFrom('haloitsm', 'halopsa'), (name, product) => {
        expect(productAt(`https://${name}.${product}.com`)).toBe(product);
        expect(productAt(`https://${name}${product}.com`)).toBeUndefined();
        expect(productAt(`https://${name}.${product}.com.example`)).toBeUndefined();
      }),
    );
  });
});

describe('without --product', () => {
  it('the host decides, the default name follows, and a note says so', async () => {
    const { settings, notes } = await settingsOf({ env: { HALO_URL: 'https://acme.halopsa.com' } });
    expect(settings).toMatchObject({ 'halo.product': 'halopsa', 'alertSource.name': 'HaloPSA' });
    expect(notes).toEqual(['The product is HaloPSA, according to acme.halopsa.com (--product sets another one)']);
  });

  it('it is HaloITSM for its own hosts and for all others, without a note', async () => {
    for (const url of ['https://acme.haloitsm.com', 'https://desk.acme.com']) {
      const { settings, notes } = await settingsOf({ flags: { 'halo.url': url } });
      expect(settings).toMatchObject({ 'halo.product': 'haloitsm', 'alertSource.name': 'HaloITSM' });
      expect(notes).toEqual([]);
    }
  });

  it('the host of a target decides for that target', async () => {
    const file = 'targets:\n  acme:\n    halo:\n      url: https://acme.halopsa.com\n';
    const { settings } = await settingsOf({ config: 'a.yaml', files: { 'a.yaml': file }, target: 'acme' });
    expect(settings).toMatchObject({ 'halo.product': 'halopsa', 'alertSource.name': 'HaloPSA acme' });
  });
});

describe('with --product', () => {
  it('it is what the flag says, and a note tells where the host contradicts', async () => {
    const flags = { 'halo.product': 'HaloITSM', 'halo.url': 'https://acme.halopsa.com' };
    const { settings, notes } = await settingsOf({ flags });
    expect(settings).toMatchObject({ 'halo.product': 'haloitsm', 'alertSource.name': 'HaloITSM' });
    expect(notes).toEqual(['--product is haloitsm, but acme.halopsa.com is a HaloPSA host']);
  });

  it('there is nothing to note where the host agrees, or does not tell', async () => {
    for (const url of ['https://acme.halopsa.com', 'https://desk.acme.com']) {
      const { settings, notes } = await settingsOf({ flags: { 'halo.product': 'halopsa', 'halo.url': url } });
      expect([settings['alertSource.name'], notes]).toEqual(['HaloPSA', []]);
    }
  });
});
