import { encoderName, isSameEncoder } from '../shared/encoder-name.ts';
import type { Forecast } from '../shared/forecast.ts';
import type { Candidate } from './candidates.ts';
import type { Arm } from './choose.ts';
import { currentChampion } from './current-champion.ts';
import { configurationName, percent } from './evidence.ts';
import type { Finding, PlanningContext, ProposedExperiment } from './planning.ts';
import { isAnchor } from './spec-of.ts';

/** What an encoder has that could save bits, in a clause. */
const BECAUSE: Readonly<Record<string, string>> = {
  libx264: 'H.264 has smaller blocks and weaker prediction than HEVC, and shows what HEVC itself brings',
  libx265: 'it differs from the anchor in effort and decisions only',
  'libvpx-vp9': 'VP9 has large blocks and alternate reference frames, but weaker rate-distortion decisions',
  libsvtav1:
    'AV1 adds compound prediction, richer partitions and two in-loop restoration filters to what HEVC has',
  'libaom-av1':
    'AV1 adds compound prediction, richer partitions and two in-loop restoration filters, and libaom searches them more fully',
};

/** The finding's statement with the newest experiments that it rests on. */
export function rootCause(root: Finding | undefined): string {
  if (root === undefined) return 'nothing stands out in what was measured';
  const evidence = root.evidence.slice(0, 3);
  return evidence.length === 0 ? root.statement : `${root.statement} (${evidence.join(', ')})`;
}

/** A candidate in a few words. */
export function changeOf(candidate: Candidate): string {
  const { base, changes } = candidate;
  return base === null
    ? `run ${configurationName(candidate)}`
    : `in ${base} change ${changes.map(({ words }) => words).join(' and ')}`;
}

/** Who proposed an arm and on what grounds, in a clause. */
const GROUNDS: Readonly<Record<Arm['source'], string>> = {
  llm: 'Claude prefers this region, and the model of all that was measured expects most of it there',
  model: 'the model of all that was measured expects the greatest improvement of it',
  mutation: 'a drawn change of the leader, the best forecast of a few draws',
  random: 'a random draw, so that no part of the space is left out',
  rules: 'the findings ask for it',
  manual: 'asked for by a person',
};

/** Why an arm is run. */
export function purposeOf(arm: Arm, { p10, p50, p90 }: Forecast): string {
  if (arm.replicate_of !== undefined)
    return `a replicate of ${arm.replicate_of}: its bits must come out again, and the anchor's own configuration must give 0`;
  if (isAnchor(arm))
    return "the anchor's own configuration: its BD-rate must be 0, which checks the instrument";
  const expected = `${percent(p50)} expected, ${percent(p10)} to ${percent(p90)}`;
  const grounds =
    arm.preferredBy === undefined
      ? GROUNDS[arm.source]
      : `Claude has preferred this region since ${arm.preferredBy}, and the model expects most of it there`;
  return `${changeOf(arm)}: ${grounds} (${expected})`.slice(0, 400);
}

/** What the arm with the best forecast is expected to give, and why. */
export function hypothesisOf(
  context: PlanningContext,
  best: ProposedExperiment,
  arms: readonly Arm[],
): string {
  const { p10, p50, p90 } = best.expected_bd_rate;
  const arm = arms.find((each) => isSameEncoder(each, best) && each.parameters === best.parameters);
  const champion = currentChampion(context);
  const against =
    champion === undefined
      ? 'HEVC'
      : `HEVC, where ${configurationName(champion.spec)} has ${percent(champion.bd_rate_percent)}`;
  const why = arm?.base
    ? `the difference to ${arm.base} is nothing but ${arm.changes.map(({ words }) => words).join(' and ')}`
    : (BECAUSE[encoderName(best)] ?? 'it has not been tried');
  return `${configurationName(best)} comes to ${percent(p50)} (80 % interval ${percent(p10)} to ${percent(p90)}) at equal quality against ${against}, because ${why}`.slice(
    0,
    1000,
  );
}

/** What the arms do together, as a reaction to what was found. */
export function approachOf(rule: string | undefined, arms: readonly Arm[]): string {
  const count = arms.length === 1 ? 'one experiment' : `${arms.length} experiments`;
  switch (rule) {
    case 'no-baseline':
    case 'clip-set-changed':
      return `measure ${count} to get a baseline${arms.some(isAnchor) ? ", one of them the anchor's own configuration" : ''}`;
    case 'instrumentation-fault':
      return `check the instrument with ${count} before any conclusion: a replicate of the anchor, and configurations that must differ from it`;
    case 'quality-below-floor':
      return `win back quality: ${count} without scaling, denoising or grain before the encoder`;
    case 'plateau': {
      const elsewhere = arms.some(({ source }) => source === 'rules');
      return `go on with ${count} (${shares(arms)})${elsewhere ? ', one of them with another encoder than the champion, whose neighbourhood brought nothing' : ''}`;
    }
    default:
      return `improve on what leads with ${count} (${shares(arms)}), each chosen for what it may bring and what it tells`;
  }
}

/** `2 by model, 1 by mutation`. */
function shares(arms: readonly Arm[]): string {
  const groups = Map.groupBy(arms, ({ source }) => source);
  return [...groups].map(([source, group]) => `${group.length} by ${source}`).join(', ');
}

/** What could make the results misleading. */
export function risksOf(context: PlanningContext, arms: readonly Candidate[]): string[] {
  const risks: string[] = [];
  if (context.clips.some((clip) => clip.kind === 'synthetic'))
    risks.push('the clips are synthetic: what wins here need not win on filmed content');
  const clips = context.clips.length + (context.further?.list.length ?? 0);
  if (clips < 6)
    risks.push(
      `${clips} ${clips === 1 ? 'clip gives' : 'clips give'} no interval: a small difference may be chance`,
    );
  if (context.capabilities === undefined)
    risks.push('no task has reported yet what its ffmpeg can do, so only libx264 and libx265 are planned');
  if (
    arms.some((arm) =>
      Object.keys(arm.parameters).some((name) => name === 'denoise' || name === 'film_grain'),
    )
  ) {
    risks.push('denoising and grain lower PSNR and SSIM by design, whatever they look like');
  }
  return risks;
}
