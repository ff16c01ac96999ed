import type { Insight } from '../shared/reasoning.ts';
import type { Candidate } from './candidates.ts';
import { chooseArms } from './choose.ts';
import { improvementProbability } from './confidence.ts';
import { configurationName, percent, ratedRecords } from './evidence.ts';
import { forecastBdRate, forecastBitrate } from './forecast.ts';
import type { Finding, PlanningContext, Proposal, ProposedExperiment } from './planning.ts';

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

/**
 * A whole line of reasoning by rules: the first finding is the root cause, the arms follow from it.
 * @param open candidates that have not been recorded, best forecast first; at least one.
 */
export function planByRules(
  context: PlanningContext,
  findings: readonly Finding[],
  open: readonly Candidate[],
): Proposal {
  const arms = chooseArms(context, findings, open);
  const experiments = arms.map((arm) => proposed(context, arm));
  const [first] = experiments;
  if (first === undefined) throw new RangeError('planning by rules needs at least one open candidate');
  const root = findings[0];
  return {
    root_cause: root?.statement ?? 'nothing stands out in what was measured',
    insights: insightsOf(context, findings),
    hypothesis: hypothesisOf(context, first, arms),
    next_experiment: {
      approach: approachOf(root?.rule, arms.length),
      changes: arms.map((arm) =>
        arm.change === '' ? `run ${configurationName(arm)}` : `change ${arm.change} in the champion`,
      ),
    },
    risks: risksOf(context, arms),
    confidence_score: improvementProbability(context, first.expected_bd_rate),
    experiments,
  };
}

/** A candidate with its purpose and forecast. */
export function proposed(context: PlanningContext, candidate: Candidate): ProposedExperiment {
  const forecast = forecastBdRate(context, candidate);
  return {
    encoder: candidate.encoder,
    parameters: candidate.parameters,
    purpose: purposeOf(candidate),
    expected_bd_rate: forecast,
    expected_bitrate_mbps: forecastBitrate(context, forecast),
  };
}

function purposeOf({ encoder, parameters, change }: Candidate): string {
  if (change !== '') return `one change from the champion (${change}), so that its effect alone is seen`;
  if (encoder === 'libx265' && parameters['preset'] === 'medium')
    return "the anchor's own configuration: its BD-rate must be 0, which checks the instrument";
  return `${configurationName({ encoder, parameters })} as a baseline: ${BECAUSE[encoder] ?? 'untried'}`.slice(
    0,
    400,
  );
}

function hypothesisOf(
  context: PlanningContext,
  best: ProposedExperiment,
  arms: readonly Candidate[],
): string {
  const { p10, p50, p90 } = best.expected_bd_rate;
  const arm = arms.find((each) => each.encoder === best.encoder && each.parameters === best.parameters);
  const champion = context.summary.champion;
  const against =
    champion === null
      ? 'HEVC'
      : `HEVC, where ${configurationName(champion.spec)} has ${percent(champion.bd_rate_percent)}`;
  const why = arm?.change
    ? `changing ${arm.change} acts on what limits the champion`
    : (BECAUSE[best.encoder] ?? 'it has not been tried');
  return `${configurationName(best)} comes to ${percent(p50)} (80 % interval ${percent(p10)} to ${percent(p90)}) at equal quality against ${against}, because ${why}`.slice(
    0,
    1000,
  );
}

function approachOf(rule: string | undefined, arms: number): string {
  const count = arms === 1 ? 'one experiment' : `${arms} experiments`;
  switch (rule) {
    case 'no-baseline':
    case 'clip-set-changed':
      return `measure ${count} to get a baseline, one of them the anchor's own configuration`;
    case 'instrumentation-fault':
      return `check the instrument with ${count} before any conclusion: a replicate of the anchor, and configurations that must differ from it`;
    case 'plateau':
      return `leave the champion's neighbourhood: ${count} with other encoders`;
    case 'rate-bound':
      return `stay with the leader in half of ${count}, one change in each, and look elsewhere with the rest`;
    default:
      return `compare ${count} of the best forecast among what was never tried, different encoders first`;
  }
}

function risksOf(context: PlanningContext, arms: readonly Candidate[]): string[] {
  const risks: string[] = [];
  if (context.clips.some((clip) => clip.kind === 'synthetic'))
    risks.push('the clips are synthetic: what wins here need not win on filmed content');
  if (context.clips.length < 6)
    risks.push(
      `${context.clips.length} ${context.clips.length === 1 ? 'clip gives' : 'clips give'} no interval: a small difference may be chance`,
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

function insightsOf(context: PlanningContext, findings: readonly Finding[]): Insight[] {
  const fromFindings = findings
    .slice(1)
    .map(({ statement, evidence }) => ({ text: statement.slice(0, 600), evidence: [...evidence] }));
  const rated = ratedRecords(context);
  const encoders = [...new Set(rated.map(({ spec }) => spec.encoder))];
  const best = encoders.flatMap((encoder) => rated.find(({ spec }) => spec.encoder === encoder) ?? []);
  const ranking =
    best.length < 2
      ? []
      : [
          {
            text: `best of each encoder: ${best.map((each) => `${configurationName(each.spec)} ${percent(each.bdRate)}`).join('; ')}`.slice(
              0,
              600,
            ),
            evidence: best.map((each) => each.experiment_id),
          },
        ];
  return [...ranking, ...clipSpread(rated), ...fromFindings].slice(0, 12);
}

/** Where the best result differs much between clips, the mean hides it. */
function clipSpread(rated: ReturnType<typeof ratedRecords>): Insight[] {
  const [best] = rated;
  const clips =
    best?.measurement.clips.flatMap((clip) =>
      clip.bd_rate_percent === null ? [] : [{ name: clip.name, rate: clip.bd_rate_percent }],
    ) ?? [];
  if (best === undefined || clips.length < 2) return [];
  const sorted = clips.sort((a, b) => a.rate - b.rate);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined || high.rate - low.rate < 10) return [];
  return [
    {
      text: `${configurationName(best.spec)} ranges from ${percent(low.rate)} on ${low.name} to ${percent(high.rate)} on ${high.name}: content decides more than parameters`.slice(
        0,
        600,
      ),
      evidence: [best.experiment_id],
    },
  ];
}
