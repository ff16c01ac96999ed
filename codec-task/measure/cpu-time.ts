import { readFile } from 'node:fs/promises';
import type { ExperimentResult, RatePoint } from '../../lambdas/shared/result.ts';
import type { ClipOutcome } from './clip.ts';

/** What this process and the programs that it started have used so far, seconds of user and system time. */
export interface CpuTime {
  readonly own: number;
  /** Of programs that have ended; undefined where the system does not tell. */
  readonly children: number | undefined;
}

const TICKS_PER_SECOND = 100;

export async function cpuTime(): Promise<CpuTime> {
  const { user, system } = process.cpuUsage();
  return { own: (user + system) / 1e6, children: await childrenSeconds() };
}

/** Fields 16 and 17 of proc(5): children that were waited for, and theirs. */
async function childrenSeconds(): Promise<number | undefined> {
  const status = await readFile('/proc/self/stat', 'latin1').catch(() => undefined);
  if (status === undefined) return undefined;
  // The name in parentheses may hold anything; fields are counted after it.
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

/** What an experiment used, by what it was for; what was kept cost it nothing. */
export function cpuSeconds(
  outcomes: readonly Pick<ClipOutcome, 'encoded'>[],
  controlPoints: readonly RatePoint[],
  before: CpuTime,
  after: CpuTime,
): ExperimentResult['cpu_seconds'] {
  const test = outcomes.flatMap(({ encoded }) => encoded.test);
  const encode = sum(test.map((point) => point.encode.cpu_seconds));
  const decode = sum(test.map((point) => point.decode.cpu_seconds));
  const anchor = both(outcomes.flatMap(({ encoded }) => encoded.anchors));
  const controls = both(controlPoints);
  const named = encode + decode + anchor + controls;
  const harness = after.own - before.own;
  if (before.children === undefined || after.children === undefined)
    return { encode, decode, anchor, controls, harness };
  // Two clocks, one of hundredths: a small difference can come out negative.
  const others = Math.max(0, after.children - before.children - named);
  return { encode, decode, anchor, controls, others, harness };
}

function both(points: readonly RatePoint[]): number {
  return sum(points.map(({ encode, decode }) => encode.cpu_seconds + decode.cpu_seconds));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
