import type { Agreement, BdRates } from './result.ts';

/** Within this many percent a measure says that nothing has changed. */
const EQUAL_PERCENT = 0.1;

/** Measures by what they are made to see: errors of samples, or structure as an eye finds it. */
const FAMILIES = {
  fidelity: [
    { measure: 'psnr_yuv', name: 'PSNR-YUV' },
    { measure: 'xpsnr', name: 'XPSNR' },
  ],
  structure: [
    { measure: 'ssim_db', name: 'SSIM' },
    { measure: 'ms_ssim_db', name: 'MS-SSIM' },
    { measure: 'vmaf_neg', name: 'VMAF-NEG' },
  ],
} as const satisfies Record<string, readonly { measure: keyof BdRates; name: string }[]>;
type Family = keyof typeof FAMILIES;

type Verdict = Agreement['verdict'];

/**
 * Whether both families of metrics say the same. "Better" needs a gain in both and no loss in any measure of either; a
 * measure that has no BD-rate says nothing. Within 0.1 % a measure is equal, and between an equal and a better measure of
 * one family the better counts.
 */
export function agreement(bdRates: BdRates): Agreement {
  const verdicts = {
    fidelity: familyVerdict('fidelity', bdRates),
    structure: familyVerdict('structure', bdRates),
  };
  const verdict = together(verdicts.fidelity, verdicts.structure);
  const parts = (['fidelity', 'structure'] as const).map(
    (family) => `${family} says ${WORDS[verdicts[family]]} (${figures(family, bdRates)})`,
  );
  return { verdict, sentence: parts.join(', ') };
}

const WORDS: Readonly<Record<Verdict, string>> = {
  better: 'better',
  worse: 'worse',
  equal: 'equal',
  'metric disagreement': 'both better and worse',
  unknown: 'nothing',
};

function familyVerdict(family: Family, bdRates: BdRates): Verdict {
  const percents = FAMILIES[family].flatMap(({ measure }) => bdRates[measure]?.percent ?? []);
  // The headline of the family must be there; the others are what this ffmpeg has.
  if (percents.length === 0 || (family === 'fidelity' && bdRates.psnr_yuv.percent === null)) return 'unknown';
  const [better, worse] = [percents.some((p) => p < -EQUAL_PERCENT), percents.some((p) => p > EQUAL_PERCENT)];
  if (better && worse) return 'metric disagreement';
  return better ? 'better' : worse ? 'worse' : 'equal';
}

function together(fidelity: Verdict, structure: Verdict): Verdict {
  if (fidelity === 'unknown' || structure === 'unknown') return 'unknown';
  return fidelity === structure ? fidelity : 'metric disagreement';
}

function figures(family: Family, bdRates: BdRates): string {
  return FAMILIES[family]
    .flatMap(({ measure, name }) => {
      const rate = bdRates[measure];
      if (!rate) return [];
      const figure = rate.percent === null ? (rate.reason ?? 'no BD-rate') : `${signed(rate.percent)} %`;
      return [`${name} ${figure}`];
    })
    .join(', ');
}

function signed(percent: number): string {
  return `${percent > 0 ? '+' : ''}${percent.toFixed(2)}`;
}
