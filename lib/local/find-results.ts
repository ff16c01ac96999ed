import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InvalidRecordError } from '../../lambdas/shared/errors.ts';
import { ExperimentResult } from '../../lambdas/shared/result.ts';
import { describeIssues } from '../../lambdas/shared/settings.ts';
import { FileArtifactStore } from '../../lambdas/shared/stores/file-artifact-store.ts';
import { UsageError } from './usage-error.ts';

/** A result.json on this machine. */
export interface ResultAddress {
  /** Of the experiment or measurement; for a file elsewhere, the name of its folder. */
  readonly id: string;
  /** Absolute. */
  readonly path: string;
  /** Key in the data folder's artifact store; undefined for a file elsewhere. */
  readonly key: string | undefined;
  /** Of an experiment; undefined for a measurement and a file elsewhere. */
  readonly campaign: string | undefined;
}

/** How many of several matches are named. */
const NAMED_MATCHES = 5;

/** Keys of results: `experiments/CAMPAIGN/ID/result.json` and `measurements/ID/result.json`. */
const RESULT_KEY = /^(?:experiments\/(?<campaign>[^/]+)|measurements)\/(?<id>[^/]+)\/result\.json$/;

/**
 * The result that a person means: a file, or the experiment or measurement whose id is, begins with or ends with a text.
 * @throws UsageError when none or several match.
 */
export async function findResult(data: string, text: string): Promise<ResultAddress> {
  const file = resultFile(text);
  if (file !== undefined)
    return { id: basename(dirname(file)), path: file, key: undefined, campaign: undefined };
  const all = await storedResults(data);
  const matching = all.filter(({ id }) => id.startsWith(text) || id.endsWith(text));
  const exact = matching.filter(({ id }) => id === text);
  const [found, ...others] = exact.length > 0 ? exact : matching;
  if (found === undefined)
    throw new UsageError(
      `no experiment or measurement with a result has an id that begins or ends with ${text}, and it is no file: npm start -- history lists experiments, measure names its measurement`,
    );
  if (others.length === 0) return found;
  const names = [found, ...others].slice(0, NAMED_MATCHES).map(({ id }) => id);
  throw new UsageError(
    `${others.length + 1} results match ${text} (${names.join(', ')}${others.length >= NAMED_MATCHES ? ', ...' : ''}): give more of the id`,
  );
}

/** @throws InvalidRecordError for a file that is no result of this version. */
export function readResult({ path }: Pick<ResultAddress, 'path'>): ExperimentResult {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidRecordError(path, 'it is no JSON');
    throw error;
  }
  const parsed = ExperimentResult.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidRecordError(path, describeIssues(parsed.error));
}

async function storedResults(data: string): Promise<ResultAddress[]> {
  const root = join(resolve(data), 'artifacts');
  const store = new FileArtifactStore(root);
  const keys = [...(await store.list('experiments/')), ...(await store.list('measurements/'))];
  return keys.flatMap((key) => {
    const { campaign, id } = RESULT_KEY.exec(key)?.groups ?? {};
    return id === undefined ? [] : [{ id, campaign, key, path: join(root, key) }];
  });
}

/** A path to a file, or to the folder of a result.json. */
function resultFile(text: string): string | undefined {
  const path = resolve(text);
  const isFile = (file: string) => statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  return [path, join(path, 'result.json')].find(isFile);
}
