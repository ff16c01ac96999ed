import { decideScreening } from '../../lambdas/shared/screening/stopping-rule.ts';
import { SCREENED_MEASURES } from '../../lambdas/shared/screening.ts';
import { arithmeticMean } from '../../lambdas/shared/statistics/averages.ts';
import { type Contest, contestsOf, fullDifference, screenedDifference } from './screening/contests.ts';
import { type Configuration, measureLadders } from './screening/ladders.ts';

/**
 * Measures how far screening scores lie from BD-rates on a folder of clips, which is what the stopping rule declares, and
 * what the rule would have done in every contest of two configurations.
 * `node test/bench/screening-spread.ts <folder of clips> <folder to keep ladders in>`
 */
const [clips, kept] = process.argv.slice(2);
if (clips === undefined || kept === undefined) {
  console.error('usage: node test/bench/screening-spread.ts <folder of clips> <folder to keep ladders in>');
  process.exit(2);
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const of = (encoder: Configuration['encoder'], ...all: Configuration['parameters'][]) =>
  all.map((parameters) => ({ encoder, parameters }));
/** The anchor, and what a search would try: efforts, tunes, single tools on and off. */
const CONFIGURATIONS: readonly Configuration[] = [
  ...of('libx265', { preset: 'medium' }, { preset: 'fast' }, { preset: 'slow' }),
  ...of('libx265', { preset: 'medium', tune: 'psnr' }, { preset: 'slow', tune: 'ssim' }),
  ...of('libx265', { preset: 'veryfast', tune: 'psnr' }, { preset: 'medium', aq_mode: 0 }),
  ...of('libx265', { preset: 'medium', psy_rd: 0 }, { preset: 'medium', denoise: 'light' }),
  ...of(
    'libx264',
    { preset: 'medium' },
    { preset: 'medium', tune: 'ssim' },
    { preset: 'slow', tune: 'psnr' },
  ),
  ...of('libsvtav1', { preset: 5 }, { preset: 6 }, { preset: 8 }, { preset: 10 }),
  ...of('libsvtav1', { preset: 6, aq_mode: 0 }, { preset: 8, aq_mode: 0 }, { preset: 8, tune: 'vq' }),
  ...of('libsvtav1', { preset: 8, film_grain: 8 }),
];

/** Contests that are decided by less than this are those in which a screening can err. */
const NEAR = 0.1;
const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
const rootMeanSquare = (values: readonly number[]) =>
  Math.sqrt(arithmeticMean(values.map((value) => value ** 2)));
const isNear = (contest: Contest) =>
  SCREENED_MEASURES.every((measure) => Math.abs(fullDifference(contest, measure)) < NEAR);

const contests = contestsOf(await measureLadders(clips, CONFIGURATIONS, kept));
const near = contests.filter(isNear);
say(`${contests.length} contests on ${contests[0]?.length ?? 0} clips, ${near.length} of them near`);

for (const measure of SCREENED_MEASURES)
  for (const [name, some] of [['all', contests] as const, ['near', near] as const]) {
    const onClip = some.flatMap((contest) =>
      contest.map((bout) => screenedDifference(bout, measure) - fullDifference([bout], measure)),
    );
    const between = some.flatMap((contest) => {
      const own = contest.map((bout) => fullDifference([bout], measure));
      const mean = arithmeticMean(own);
      return own.map((value) => (value - mean) * Math.sqrt(own.length / (own.length - 1)));
    });
    say(
      `${measure}, ${name}: on a clip ${percent(rootMeanSquare(onClip))}, between clips ${percent(rootMeanSquare(between))}`,
    );
  }

/** All ways of choosing so many. */
function choices<Value>(values: readonly Value[], count: number): Value[][] {
  if (count === 0) return [[]];
  return values.flatMap((value, index) =>
    choices(values.slice(index + 1), count - 1).map((rest) => [value, ...rest]),
  );
}

/** What the rule does with so many screened of so many tune clips. */
function outcome(screened: number, tuneClips: number): string {
  const tally = { winners: [0, 0], losers: [0, 0], near: [0, 0], winnersNear: [0, 0] };
  const count = (pair: number[], ended: boolean) => {
    pair[0] = (pair[0] ?? 0) + Number(ended);
    pair[1] = (pair[1] ?? 0) + 1;
  };
  for (const contest of contests)
    for (const tune of choices(contest, tuneClips))
      for (const first of choices(tune, screened)) {
        const ended = decideScreening(
          first.map((bout) => bout.screened),
          tuneClips,
          'champion',
        );
        const isEnded = ended.decision === 'screened out';
        const wins = SCREENED_MEASURES.every((measure) => fullDifference(tune, measure) < 0);
        count(wins ? tally.winners : tally.losers, isEnded);
        if (isNear(tune)) count(wins ? tally.winnersNear : tally.near, isEnded);
      }
  const share = ([ended = 0, all = 0]: number[]) => percent(ended / all);
  return `${screened} of ${tuneClips} tune clips: ended of winners ${share(tally.winners)} (near ${share(tally.winnersNear)}), of losers ${share(tally.losers)} (near ${share(tally.near)})`;
}
for (const [screened, tuneClips] of [
  [1, 1],
  [1, 2],
  [2, 2],
  [1, 3],
  [2, 3],
  [3, 3],
  [1, 5],
  [2, 5],
  [3, 5],
] as const)
  say(outcome(screened, tuneClips));
