import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of the cheat suite's run: artifact store, temporary directories, tallies. */
    readonly cheatGround: string;
  }
}

/** How one cheat fared in one way of running it. */
export interface Tally {
  readonly way: string;
  readonly cheat: string;
  readonly caught: boolean;
  /** Why it could not be tried. */
  readonly skipped?: string;
}

/** Gives the cheat suite a folder, and prints the totals of all its files when they have run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ground = await mkdtemp(join(tmpdir(), 'codec-lab-cheats-'));
  project.provide('cheatGround', ground);
  return async () => {
    const files = (await readdir(ground)).filter((file) => file.startsWith('tally-'));
    const tallies = await Promise.all(
      files.map(async (file) => JSON.parse(await readFile(join(ground, file), 'utf8')) as Tally[]),
    );
    for (const line of totals(tallies.flat())) process.stdout.write(`${line}\n`);
    await rm(ground, { recursive: true, force: true });
  };
}

/** One line for each way of running, and one for each cheat that was skipped. */
export function totals(tallies: readonly Tally[]): string[] {
  return [...new Set(tallies.map(({ way }) => way))].sort().flatMap((way) => {
    const those = tallies.filter((tally) => tally.way === way);
    const tried = those.filter(({ skipped }) => skipped === undefined);
    return [
      `cheats caught ${way}: ${tried.filter(({ caught }) => caught).length} of ${tried.length}`,
      ...those.flatMap(({ cheat, skipped }) =>
        skipped === undefined ? [] : [`cheat skipped ${way}: ${cheat}, because ${skipped}`],
      ),
    ];
  });
}
