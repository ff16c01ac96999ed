/**
 * How many evaluations each way to search needs, on results that were measured once and in a space with planted
 * interactions: no encoding, and the same every time. The clips of the verdict had no part in tuning the planner.
 *
 *   npm run bench:search                        the clips of the verdict, and spaces drawn for it
 *   npm run bench:search -- tuning [--seeds 5]  those that the planner may be tuned on, and nothing else
 *   npm run bench:search -- --unknown libsvtav1 --unknown libx265    without what the planner knows of these encoders
 *   npm run bench:search -- --draws 5000        other draws of the planted worlds, from this one on
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readTable, TABLE } from '../table/table.ts';
import { mirrored } from '../worlds/mirrored-world.ts';
import { plantedWorld } from '../worlds/planted-world.ts';
import { tableWorlds } from '../worlds/table-worlds.ts';
import type { World } from '../worlds/world.ts';
import { standing } from './aims.ts';
import { compare, EVALUATIONS } from './compare.ts';
import { forget } from './forget.ts';
import { aimTable, scoreTable, worldLine } from './report.ts';
import { FALLBACK, PLAIN_TPE, RANDOM, SOURCES } from './sources.ts';

const CLIPS = {
  tuning: ['bunny_animation_360p', 'dog_lowlight_360p'],
  verdict: ['butterfly_360p', 'coast_drone_240p', 'highway_270p'],
} as const;
/** The world that is searched in its mirror too, where the planner's prior is wrong throughout. */
const CONTRARY = 'all encoders, middle';
/** The seeds from here on draw the planted worlds of the verdict, those below the ones for tuning. */
const VERDICT_DRAWS = 1000;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '20' },
    draws: { type: 'string' },
    unknown: { type: 'string', multiple: true, default: [] },
  },
});
const table = readTable(await readFile(TABLE, 'utf8'));
const set = positionals[0] ?? 'verdict';
if (set !== 'tuning' && set !== 'verdict') {
  process.stderr.write(`there are tuning and verdict worlds, and none of "${set}"\n`);
  process.exit(2);
}
forget(values.unknown);
const without = values.unknown.length > 0 ? `; nothing is known of ${values.unknown.join(', ')}` : '';
process.stdout.write(`${set} clips: ${CLIPS[set].join(', ')}; ${values.seeds} seeds${without}\n`);
const draws = Number(values.draws ?? (set === 'verdict' ? VERDICT_DRAWS : 0));
const standings = [];
const measured = tableWorlds(table, CLIPS[set]);
const contrary = measured.filter(({ name }) => name === CONTRARY).map(mirrored);
const worlds = [...measured, ...contrary].map((world) => () => world);
for (const worldOf of [...worlds, (seed: number) => plantedWorld(draws + seed)])
  standings.push(await report(worldOf));
process.stdout.write(`\n${aimTable(standings)}\n`);

async function report(worldOf: (seed: number) => World) {
  const worlds = Array.from({ length: Number(values.seeds) }, (_, index) => worldOf(index + 1));
  const scores = await compare(SOURCES, worlds);
  process.stdout.write(`\n${worldLine(worlds)}\n${scoreTable(scores)}\n`);
  const of = ({ name }: { readonly name: string }) => {
    const score = scores.find(({ source }) => source === name);
    if (score === undefined) throw new RangeError(`${name} was not compared`);
    return score;
  };
  const [fallback, random, tpe] = [of(FALLBACK), of(RANDOM), of(PLAIN_TPE)];
  const { name, entries } = worldOf(1);
  const most = Math.min(EVALUATIONS, entries.length);
  return { world: name, fallback, random, tpe, ...standing(fallback, random, tpe, most) };
}
