import { facts } from '../facts/facts.ts';
import type { ProvenFact } from './answers.ts';
import { notObserved } from './experiment.ts';
import { REMEDIES } from './remedies.ts';
import type { Finding } from './run-experiments.ts';
import { UNPROVABLE } from './unprovable.ts';

/**
 * What a run has shown about its facts, in the order of docs/facts.md. A run of every experiment reports those that
 * none can show as well. Pure.
 */
export function reportOn(findings: readonly Finding[], isComplete: boolean): ProvenFact[] {
  const byFact = new Map(findings.map((finding) => [finding.fact, finding]));
  return facts.flatMap(({ id, claim, certainty }): ProvenFact[] => {
    const finding = byFact.get(id);
    const reason = isComplete ? UNPROVABLE[id] : undefined;
    if (!finding) return reason === undefined ? [] : [{ fact: id, claim, certainty, ...notObserved(reason) }];
    const { answer, sentence, experiment } = finding;
    const remedy = answer === 'contradicted' ? REMEDIES[id] : undefined;
    return [{ fact: id, claim, certainty, answer, sentence, experiment, remedy }];
  });
}
