import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidRecordError } from '../../../lambdas/shared/errors.ts';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import { describeIssues } from '../../../lambdas/shared/settings.ts';
import { getExperiment } from '../../../lambdas/shared/stores/experiment-store.ts';
import { Verification } from '../../../lambdas/shared/verification.ts';
import { findResult, type ResultAddress, readResult } from '../find-results.ts';
import { openArchive } from '../laboratory.ts';
import { strategyText } from '../report/format.ts';
import { verificationReport } from '../report/verification-report.ts';
import { type Terminal, terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { listenForStop } from './stop-signals.ts';
import { watchTask } from './watch-task.ts';

export interface VerifyOptions {
  readonly json?: true;
  readonly data: string;
}

/**
 * Decodes the stored bitstreams of a result again and checks every number of it.
 * @param text id of the experiment or measurement, or a beginning or end of it.
 * @returns exit code: 0 when no number differs, 1 when any does, 130 or 143 when it was stopped.
 * @throws UsageError when none or several match; InvalidRecordError for a result that cannot be read.
 */
export async function verify(text: string, { data, json }: VerifyOptions, output: Terminal): Promise<number> {
  const address = await findResult(data, text);
  const { id, key, campaign } = address;
  if (key === undefined)
    throw new UsageError(
      `${text} lies outside of ${join(data, 'artifacts')}, where its bitstreams would be: give the id of an experiment or measurement, and its folder with --data DIR`,
    );
  const result = readResult(address);
  const row = campaign === undefined ? null : await readRow(data, campaign, id);
  using signals = listenForStop();
  try {
    await watchTask({
      ...{ folder: data, task: 'verify', input: { result_key: key, row }, id, signals },
      title: `Verification of ${id}`,
      label: strategyText(result.spec),
      terminal: json ? terminal(process.stderr) : output,
    });
  } catch (error) {
    const stopped = signals.exitCode();
    if (stopped !== undefined) return stopped;
    throw error;
  }
  const verification = readVerification(data, address);
  if (json) output.say(JSON.stringify(verification, null, 1));
  else output.say(`\n${verificationReport(verification, output.columns)}`);
  return verification.differences.length === 0 ? 0 : 1;
}

/** The experiment's row as stored, or null when there is none. */
async function readRow(data: string, campaign: string, id: string): Promise<unknown> {
  await using archive = await openArchive(data);
  return (archive && (await getExperiment(archive.tables, campaign, id))) ?? null;
}

function readVerification(data: string, { key = '' }: ResultAddress): Verification {
  const path = join(data, 'artifacts', artifactKeys.verification(key));
  const parsed = Verification.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new InvalidRecordError(path, describeIssues(parsed.error));
}
