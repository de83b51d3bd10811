import { describe, expect, it } from 'vitest';
import { createStepRecorder, Skipped, type VerificationStep } from '../../../../src/diagnostics/verify/steps.ts';
import { renderStep } from '../../../../src/reporters/steps.ts';
import { createStyle } from '../../../../src/ui/style.ts';

describe('the recorder of verification steps', () => {
  it('records each step once it has ended, with its time and its detail', async () => {
    let time = 0;
    const told: VerificationStep[] = [];
    const recorder = createStepRecorder(() => time, { onStep: (step) => told.push(step) });
    const result = await recorder.step(
      'Alert created in ilert',
      async () => {
        time += 1_500;
        return 7;
      },
      (id) => `alert ${id}`,
    );
    expect(result).toBe(7);
    expect(told).toEqual([{ what: 'Alert created in ilert', ok: true, milliseconds: 1_500, detail: 'alert 7' }]);
    expect(recorder.steps).toEqual(told);
  });

  it('records a failed step, and rethrows its error', async () => {
    const told: VerificationStep[] = [];
    const recorder = createStepRecorder(() => 0, { onStep: (step) => told.push(step) });
    const why = new Error('why');
    await expect(recorder.step('it', () => Promise.reject(why))).rejects.toBe(why);
    expect(told).toEqual([{ what: 'it', ok: false, milliseconds: 0 }]);
  });

  it('records a step that Ctrl-C ended as stopped', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const recorder = createStepRecorder(() => 0, { signal });
    const work = async () => {
      controller.abort();
      signal.throwIfAborted();
    };
    await expect(recorder.step('it', work)).rejects.toThrow();
    expect(recorder.steps).toEqual([{ what: 'it', ok: false, stopped: true, milliseconds: 0 }]);
  });

  it('records a step that could not be done here as skipped, with the reason, and one that could as any other', async () => {
    const told: VerificationStep[] = [];
    const recorder = createStepRecorder(() => 0, { onStep: (step) => told.push(step) });
    expect(await recorder.optionalStep('it', async () => new Skipped('no other team'))).toBeUndefined();
    expect(
      await recorder.optionalStep(
        'it',
        async () => 7,
        (id) => `ticket ${id}`,
      ),
    ).toBe(7);
    expect(told).toEqual([
      { what: 'it', ok: true, milliseconds: 0, skipped: true, detail: 'no other team' },
      { what: 'it', ok: true, milliseconds: 0, detail: 'ticket 7' },
    ]);
  });

  it.each<[string, VerificationStep]>([
    [
      'skip     0.0 s  it: no other team',
      { what: 'it', ok: true, skipped: true, milliseconds: 0, detail: 'no other team' },
    ],
    ['ok       1.5 s  it: more', { what: 'it', ok: true, milliseconds: 1_500, detail: 'more' }],
    ['stopped  1.5 s  it', { what: 'it', ok: false, stopped: true, milliseconds: 1_500 }],
    ['stopped 180.0 s  it', { what: 'it', ok: false, stopped: true, milliseconds: 180_000 }],
    ['failed 180.0 s  it', { what: 'it', ok: false, milliseconds: 180_000 }],
  ])('shows a step as "%s"', (line, step) => {
    expect(renderStep(step, createStyle(false))).toBe(line);
  });
});
