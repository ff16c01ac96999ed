import { ExperimentResult } from '../../../lambdas/shared/result.ts';
import { getText } from '../../../lambdas/shared/stores/artifact-store.ts';
import { findExperiments } from '../find-experiments.ts';
import { findResult, readResult } from '../find-results.ts';
import type { Archive } from '../laboratory.ts';
import { readExperiment, readReasoning } from '../read-iteration.ts';
import { experimentReport } from '../report/experiment-report.ts';
import { measurementReport } from '../report/measurement-report.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { withArchive } from './archive.ts';

/** How many of several matches are named. */
const NAMED_MATCHES = 5;

/**
 * Prints everything about one experiment or measurement.
 * @param text its id, or a beginning or end of it that no other has.
 * @returns exit code.
 * @throws UsageError when none or several match.
 */
export async function show(
  text: string,
  { data }: { readonly data: string },
  terminal: Terminal,
): Promise<number> {
  const measured = await findMeasurement(data, text);
  if (measured !== undefined) {
    const result = readResult(measured);
    terminal.say(measurementReport({ result, folder: data, key: measured.key }, terminal.columns));
    return 0;
  }
  return withArchive(data, terminal, async (archive) => {
    const { tables, store } = archive;
    const { campaign, experiment_id } = await find(archive, text);
    const record = await readExperiment(tables, campaign, experiment_id);
    const stored = record.result_key === null ? undefined : await getText(store, record.result_key);
    const result = stored === undefined ? undefined : ExperimentResult.safeParse(JSON.parse(stored)).data;
    const reasoning = await readReasoning(tables, campaign, record.reasoning_id);
    terminal.say(experimentReport({ record, result, reasoning, folder: data }, terminal.columns));
  });
}

/** The one measurement that a person means, which no table knows; undefined where it is an experiment or nothing. */
async function findMeasurement(data: string, text: string) {
  try {
    const { id, path, key, campaign } = await findResult(data, text);
    return key !== undefined && campaign === undefined ? { id, path, key } : undefined;
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

async function find({ tables }: Archive, text: string) {
  const [found, ...others] = await findExperiments(tables, text);
  if (found === undefined)
    throw new UsageError(`no experiment's id begins or ends with ${text}: npm start -- history lists them`);
  if (others.length === 0) return found;
  const names = [found, ...others].slice(0, NAMED_MATCHES).map(({ experiment_id }) => experiment_id);
  throw new UsageError(
    `${others.length + 1} experiments match ${text} (${names.join(', ')}${others.length >= NAMED_MATCHES ? ', ...' : ''}): give more of the id`,
  );
}
