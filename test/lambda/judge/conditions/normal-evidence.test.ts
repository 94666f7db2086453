import { expect, it } from 'vitest';
import { diagnose } from '../../../../lambda/judge/diagnose.ts';
import { measure } from '../../../../lambda/judge/measure.ts';
import { observe } from '../../../../lambda/judge/norm-weights.ts';
import type { NormName, Norms } from '../../../../lambda/model/norm.ts';
import { wordsOf } from '../../../../lambda/notify/words.ts';
import {
  AT,
  ago,
  anActiveItem,
  aReading,
  aWorkItem,
  level,
  someRules,
} from '../../../support/a-work-item.ts';
import { aContext, anAlert } from '../../notify/an-alert.ts';
import { EMPTY_COUNTERS } from '../diagnose-reading.ts';

const LEVELS = level(200, 3_000);
const took = (seconds: number) => ({ seconds, endedAt: AT });
/** 4 to 7 min, often enough to be known. */
const NORM = observe(
  undefined,
  Array.from({ length: 61 }, (_, index) => took(240 + 3 * index)),
  AT,
);

const CASES: readonly [
  NormName,
  'queue-stuck' | 'stuck-starting' | 'long-running',
  Parameters<typeof aReading>[0],
][] = [
  ['pickup', 'queue-stuck', [aWorkItem({ createdAt: ago(280) })]],
  ['startup', 'stuck-starting', [aWorkItem({ state: 'starting', acknowledgedAt: ago(280) })]],
  ['run', 'long-running', [anActiveItem(10, { startedAt: ago(280) })]],
];

function find(norms: Norms, [, condition, items]: (typeof CASES)[number]) {
  const rules = someRules({ [condition]: LEVELS });
  const reading = aReading(items);
  const sample = measure(reading, { at: AT, previousAt: null }, rules);
  return diagnose(reading, sample, EMPTY_COUNTERS, rules, { norms }).findings.filter(
    (each) => each.condition === condition,
  );
}

it.each(CASES)('by %s: %s says what is normal, and the levels it judged by', (...row) => {
  const [name, condition] = row;
  const [finding] = find({ [name]: NORM }, row);
  const { evidenceLines, levels } = wordsOf(
    { ...anAlert(), condition, evidence: finding?.evidence ?? {} },
    aContext,
  );

  expect(finding?.evidence).toMatchObject({
    normalFromSeconds: 244,
    normalToSeconds: 425,
    warningSeconds: 200,
    criticalSeconds: 3_000,
  });
  expect(evidenceLines).toContainEqual(
    expect.stringMatching(/^normal here is a (wait|start-up|run) of 4-7 min$/),
  );
  expect(levels).toBe('warning from 3 min, critical from 50 min');
});

it.each(CASES)(
  'by %s: %s says nothing of it while that is not known, or in what was stored before',
  (...row) => {
    const [, condition] = row;
    const [finding] = find({}, row);

    expect(finding?.evidence).toMatchObject({ normalFromSeconds: null, normalToSeconds: null });
    for (const evidence of [finding?.evidence ?? {}, {}]) {
      const { evidenceLines } = wordsOf({ ...anAlert(), condition, evidence }, aContext);
      expect(evidenceLines.filter((line) => line.includes('normal'))).toEqual([]);
    }
  },
);
