import { describe, expect, it } from 'vitest';
import { leftByProve, proved } from '../../support/prove.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

describe('in ilert, prove', () => {
  it("leaves the alerts of other sources alone, even if ilert's lists contain them", async () => {
    const sandbox = await sandboxOfTest({ contradict: ['ilert-alerts'] });
    const { state } = sandbox.ilert;
    const [monitoring] = state.alertSources;
    if (!monitoring) throw new Error('the account has an alert source');
    const alert = state.addAlert(monitoring, { summary: 'Disk full' });
    const { answers } = await proved(sandbox, ['ilert-alerts', 'ilert-alert-key']);
    expect(answers).toMatchObject({ 'ilert-alerts': 'contradicted', 'ilert-alert-key': 'confirmed' });
    expect(alert.status).toBe('PENDING');
    expect(leftByProve(sandbox)).toEqual([]);
  });

  it('shows no integration key, not even with --verbose', async () => {
    const sandbox = await sandboxOfTest();
    const keys: string[] = [];
    const { addAlertSource } = sandbox.ilert.state;
    sandbox.ilert.state.addAlertSource = (...given) => {
      const source = addAlertSource.apply(sandbox.ilert.state, given);
      keys.push(source.integrationKey);
      return source;
    };
    const { stdout, stderr } = await proved(sandbox, ['ilert-source-by-key', 'ilert-alert-key'], {}, '--verbose');
    expect(stderr).toContain('/api/v1/events/');
    expect(keys).toHaveLength(2);
    expect(keys.filter((key) => `${stdout}${stderr}`.includes(key))).toEqual([]);
  });
});

describe('on an ilert account that does not allow everything, prove', () => {
  const refused = (status: number, code: string) =>
    ({ kind: 'respond', status, body: { status, message: 'no', code } }) as const;

  it.each([402, 400])('does not judge grouping that the plan does not include (HTTP %i)', async (status) => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method, path, body }) =>
      method === 'POST' && path === '/api/alert-sources' && JSON.stringify(body).includes('alertCreation')
        ? refused(status, 'FEATURE_REQUIRED')
        : undefined;
    const { answers, sentences } = await proved(sandbox, ['ilert-grouping', 'ilert-alert-key']);
    expect(answers).toMatchObject({ 'ilert-grouping': 'not observed', 'ilert-alert-key': 'confirmed' });
    expect(sentences['ilert-grouping']).toContain('The plan of the account does not include what');
  });

  it.each([402, 400])(
    'shows what one more alert source can show, if there is no room for others (HTTP %i)',
    async (status) => {
      for (const [experiment, expected] of Object.entries({
        'alert-grouping': { 'ilert-grouping': 'confirmed' },
        'alert-source-lists': { 'ilert-lists': 'confirmed', 'ilert-types': 'not observed' },
        'alert-extras': { 'ilert-links': 'confirmed', 'ilert-mappings': 'not observed' },
        'alert-filters': { 'ilert-filtered': 'confirmed', 'ilert-event-type-filters': 'not observed' },
      })) {
        const sandbox = await sandboxOfTest();
        let sources = 0;
        sandbox.intercept = ({ method, path }) => {
          if (method !== 'POST' || path !== '/api/alert-sources') return undefined;
          sources += 1;
          return sources > 1 ? refused(status, 'QUOTA_EXCEEDED') : undefined;
        };
        const { answers } = await proved(sandbox, [experiment]);
        expect(answers).toMatchObject(expected);
        expect(leftByProve(sandbox)).toEqual([]);
      }
    },
  );

  it('does not take the refusal of any alert source for one of links or mappings', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method, path }) =>
      method === 'POST' && path === '/api/alert-sources' ? refused(400, 'BAD_REQUEST') : undefined;
    const { answers } = await proved(sandbox, ['alert-extras', 'alert-filters', 'ilert-types']);
    // Pages of lists can be seen all the same.
    const { 'ilert-lists': _, ...others } = answers;
    expect([...new Set(Object.values(others))]).toEqual(['not observed']);
  });

  it('shows the limits that the plan includes', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method, body }) =>
      method === 'PUT' && JSON.stringify(body ?? {}).includes('INTELLIGENT_GROUPING')
        ? refused(402, 'FEATURE_REQUIRED')
        : undefined;
    const { answers } = await proved(sandbox, ['ilert-at-most']);
    expect(answers).toMatchObject({ 'ilert-at-most': 'confirmed', 'ilert-support-hours': 'confirmed' });
  });

  it.each([402, 400])('does not take a missing plan for a refusal of filters by type (HTTP %i)', async (status) => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method, path, body }) =>
      method === 'POST' && path === '/api/alert-sources' && JSON.stringify(body).includes('eventTypeFilter')
        ? refused(status, 'FEATURE_REQUIRED')
        : undefined;
    const { answers } = await proved(sandbox, ['ilert-filtered']);
    expect(answers).toMatchObject({ 'ilert-filtered': 'confirmed', 'ilert-event-type-filters': 'not observed' });
  });

  it('says that filters by type are refused for this type of source', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method, path, body }) =>
      method === 'POST' && path === '/api/alert-sources' && JSON.stringify(body).includes('eventTypeFilter')
        ? refused(400, 'BAD_REQUEST')
        : undefined;
    const { answers } = await proved(sandbox, ['ilert-event-type-filters']);
    expect(answers).toMatchObject({ 'ilert-event-type-filters': 'contradicted' });
  });

  it('reports what takes an alert source as not observed, and shows the rest', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method, path }) =>
      method === 'POST' && path === '/api/alert-sources' ? refused(403, 'FORBIDDEN') : undefined;
    const { answers, sentences } = await proved(sandbox, ['ilert-source', 'ilert-policy', 'ilert-refusals']);
    expect(answers).toMatchObject({
      'ilert-source': 'not observed',
      'ilert-policy': 'confirmed',
      'ilert-refusals': 'confirmed',
    });
    expect(sentences['ilert-source']).toBe('A permission is missing (HTTP 403).');
  });
});
