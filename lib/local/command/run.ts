import { randomBytes } from 'node:crypto';
import type { ManualExperiment } from '../../../lambdas/shared/workflow.ts';
import { campaignNameFor, collectClips } from '../clips/collect.ts';
import { assertVideo } from '../clips/probe.ts';
import { storeClips } from '../clips/store-clips.ts';
import { settleInterrupted } from '../interrupted.ts';
import { type Laboratory, openLaboratory } from '../laboratory.ts';
import { withoutRunReport } from '../report/without-run-report.ts';
import type { Terminal } from '../terminal.ts';
import type { GivenInput } from '../workflow.ts';
import { listenForStop, type StopSignals } from './stop-signals.ts';
import { watchIteration } from './watch-iteration.ts';

/** What a person may choose for `run`; absent: what the settings say. */
export interface RunOptions {
  readonly iterations: number;
  readonly clips?: readonly string[];
  readonly campaign?: string;
  readonly arms?: number;
  readonly seed?: number;
  readonly data: string;
  readonly frames?: number;
  readonly cpuSeconds?: number;
  readonly experiment?: ManualExperiment;
  readonly dryRun?: true;
  /** Settings by their keys in a deployment, as text. */
  readonly context: Readonly<Record<string, string>>;
}

/**
 * Runs iterations one after the other.
 * @returns exit code: 0 when every iteration ended as it should, one that declined or was skipped included; 1 when an execution failed
 *   or nothing at all was measured; 130 or 143 when it was stopped.
 */
export async function run(options: RunOptions, terminal: Terminal): Promise<number> {
  const { clips: paths = [], data } = options;
  const clips = collectClips(paths);
  for (const clip of clips) await assertVideo(clip, process.env);
  const campaign = options.campaign ?? (paths.length > 0 ? campaignNameFor(paths) : 'default');
  using signals = listenForStop();
  await using laboratory = await openLaboratory({
    folder: data,
    machine: process.env,
    synthesise: async (outdir) => {
      terminal.say('building the laboratory (synthesis of the stack, a few seconds)');
      // Loading the construct library takes a second, which the other commands are spared.
      const { synthesise } = await import('../../synthesise.ts');
      return synthesise({ outdir, context: contextOf(options) }).directory;
    },
  });
  for (const sentence of await settleInterrupted(laboratory, campaign)) terminal.say(sentence);
  if (clips.length > 0) await storeClips(laboratory, campaign, clips);
  return await iterate(laboratory, inputOf(options, campaign), options, signals, terminal);
}

async function iterate(
  laboratory: Laboratory,
  input: GivenInput,
  { iterations, data }: RunOptions,
  signals: StopSignals,
  terminal: Terminal,
): Promise<number> {
  let measured = 0;
  for (let number = 1; number <= iterations && !signals.stop.aborted; number += 1) {
    if (number > 1) terminal.say('');
    const { ending, succeeded } = await watchIteration(laboratory, {
      name: `${new Date().toISOString().replaceAll(/[-:.]/g, '')}-${randomBytes(2).toString('hex')}`,
      title: `Iteration ${number} of ${iterations}, campaign ${input.campaign}`,
      folder: data,
      input,
      signals,
      terminal,
    });
    measured += succeeded;
    if (ending.kind === 'failed') {
      terminal.say(`the iteration failed: ${ending.error}: ${ending.cause}`);
      return signals.exitCode() ?? 1;
    }
    if (ending.kind !== 'done') {
      terminal.say(withoutRunReport(ending.plan, terminal.columns));
      return 0;
    }
  }
  return signals.exitCode() ?? (measured > 0 ? 0 : 1);
}

/** Experiments share both cores by themselves, so that they run one after the other. */
function contextOf({ arms, frames, cpuSeconds, context }: RunOptions): Record<string, unknown> {
  return {
    maxConcurrency: 1,
    ...context,
    ...(arms !== undefined && { arms }),
    ...(frames !== undefined && { frames }),
    ...(cpuSeconds !== undefined && { cpuSecondsPerArm: cpuSeconds }),
  };
}

function inputOf({ arms, seed, experiment, dryRun }: RunOptions, campaign: string): GivenInput {
  return {
    trigger: 'local',
    campaign,
    ...(arms !== undefined && { arms }),
    ...(seed !== undefined && { seed }),
    ...(experiment !== undefined && { experiment }),
    ...(dryRun && { dryRun }),
  };
}
