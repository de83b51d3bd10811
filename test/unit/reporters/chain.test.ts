import { describe, expect, it } from 'vitest';
import { CHAIN, type ChainComponent, type ChainLink, chainOf } from '../../../src/diagnostics/chain.ts';
import { broken, type Finding, fixedByApply } from '../../../src/diagnostics/finding.ts';
import { renderChain } from '../../../src/reporters/chain.ts';
import { createStyle } from '../../../src/ui/style.ts';

const DISABLED = fixedByApply('broken', 'runbook-inactive', 'runbook', 'The runbook "x" is disabled.');
const RENAMED = fixedByApply('drifted', 'alert-source-drifted', 'alert-source', 'The alert source "x": Name differs.');
const NOBODY = broken('escalation-policy-without-responder', 'escalation-policy', 'It has no responders.', 'Add one.');

const BOTH = [{ service: 'ilert' }, { service: 'halo' }] as const;
const rendered = (findings: readonly Finding[], columns?: number) =>
  renderChain(chainOf(BOTH, findings), createStyle(false), columns);
const statesOf = (chain: readonly ChainLink[]) => Object.fromEntries(chain.map((link) => [link.component, link.state]));

describe('the chain from a ticket to an alert', () => {
  it('names every component, each followed by its state', () => {
    expect(rendered([])).toEqual([
      'Ticket ─✔─ Events ─✔─ Runbook ─✔─ Method ─✔─ Alert source ─✔─ Escalation policy ─✔─ Alert',
    ]);
  });

  it('fits into 80 columns', () => {
    expect(rendered([], 80)).toEqual(['Ticket─✔─Events─✔─Runbook─✔─Method─✔─Alert source─✔─Escalation policy─✔─Alert']);
  });

  it('has a line for each component on a narrow terminal, and below them what is wrong', () => {
    expect(rendered([DISABLED], 40)).toEqual([
      '✔ Ticket',
      '✔ Events',
      '✘ Runbook',
      '✔ Method',
      '✔ Alert source',
      '✔ Escalation policy',
      '  Alert',
      '',
      '✘ Runbook',
      '  The runbook "x" is disabled.',
      '  Run: ilert-haloitsm apply',
    ]);
  });

  it('has what is wrong with one component below its name', () => {
    expect(rendered([DISABLED])).toEqual([
      'Ticket ─✔─ Events ─✔─ Runbook ─✘─ Method ─✔─ Alert source ─✔─ Escalation policy ─✔─ Alert',
      '                         │',
      '                         └ The runbook "x" is disabled.',
      '                           Run: ilert-haloitsm apply',
    ]);
  });

  it('lists what is wrong with several components, and says once what fixes them', () => {
    expect(rendered([DISABLED, RENAMED, NOBODY]).slice(1)).toEqual([
      '',
      '✘ Runbook',
      '  The runbook "x" is disabled.',
      '~ Alert source',
      '  The alert source "x": Name differs.',
      '  Run: ilert-haloitsm apply',
      '✘ Escalation policy',
      '  It has no responders.',
      '  Add one.',
    ]);
  });

  it.each([80, 60, 40, 20])('is never wider than %i columns, but for words that are', (columns) => {
    const lines = rendered([{ ...NOBODY, message: 'It has no responders. '.repeat(9).trim() }, DISABLED], columns);
    expect(lines.filter((line) => line.length > Math.max(columns, 22))).toEqual([]);
  });
});

describe('the state of a component', () => {
  it('is that of its worst finding', () => {
    const pending: Finding = { ...NOBODY, component: 'delivery', severity: 'pending' };
    const chain = chainOf(BOTH, [pending, { ...pending, severity: 'drifted' }, RENAMED]);
    expect(statesOf(chain)).toMatchObject({ method: 'drifted', 'alert-source': 'drifted', runbook: 'ok' });
  });

  it('is not known where its service was left out', () => {
    const inHalo: readonly ChainComponent[] = ['ticket', 'events', 'runbook', 'method'];
    const expected = CHAIN.map((component) => [component, inHalo.includes(component) ? 'not-checked' : 'ok']);
    expect(statesOf(chainOf([{ service: 'ilert' }], []))).toEqual(Object.fromEntries(expected));
  });
});
