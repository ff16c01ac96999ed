import { createHash } from 'node:crypto';
import {
  FEATURES,
  LIMITS,
  PLANES,
  type Plane,
  type Restoration,
  restorationShape,
  THRESHOLDS,
} from '../../codec-task/codecs/hybrid/restoration/description.ts';
import { Restorer } from '../../codec-task/codecs/hybrid/restoration/restorer.ts';
import type { PictureSize } from '../../codec-task/media/frames.ts';
import { gaussian, moved, painted, texture } from '../codec-task/features/given.ts';
import { median, rounded } from './median.ts';

const SIZES = [
  { width: 640, height: 360 },
  { width: 1920, height: 1080 },
];
const FRAMES = 7;
const ROUNDS = 5;
/** Standard deviation of what pictures differ by beside their motion, in 8-bit steps, as coding errors would. */
const NOISE = 4;

/**
 * CPU milliseconds that the restoration of a decoded picture takes in one thread, with every class filtered, every block
 * switched on, and the engine's compilation left out; and a digest of the pictures, which a faster kernel has to repeat. The
 * content is a texture under noise that moves by (5, 3): its motion is easier than that of many a film.
 */
export async function measureHybridDecode() {
  const report = [];
  for (const size of SIZES) {
    const frames = Array.from({ length: FRAMES }, (_, index) => decodedPicture(size, index));
    for (const neighbours of [2, 4]) {
      const restoration = fullRestoration(neighbours === 4);
      const rounds = [];
      let digest = '';
      // The first round is the one in which the engine compiles.
      for (let round = 0; round <= ROUNDS; round++) {
        const restorer = await Restorer.open(size, restoration);
        const hash = createHash('sha256');
        const before = process.cpuUsage();
        for (const frame of frames) for (const { frame: made } of restorer.push(frame)) hash.update(made);
        for (const { frame: made } of restorer.finish()) hash.update(made);
        const { user, system } = process.cpuUsage(before);
        if (round > 0) rounds.push((user + system) / 1000 / FRAMES);
        digest = hash.digest('hex').slice(0, 16);
      }
      report.push({
        size: `${size.width}x${size.height}`,
        neighbours,
        cpu_ms_per_picture: rounded(median(rounds), 1),
        pictures_per_cpu_second: rounded(1000 / median(rounds), 1),
        digest,
      });
    }
  }
  return report;
}

function decodedPicture({ width, height }: PictureSize, index: number): Uint8Array {
  const noise = gaussian(0, NOISE, index + 1);
  const scene = moved(texture(3), 5 * index, 3 * index);
  const luma = painted((x, y) => scene(x, y) + noise(x, y), { width, height });
  const chroma = painted((x, y) => scene(2 * x, 2 * y), { width: width / 2, height: height / 2 });
  return Buffer.concat([luma, chroma, chroma]);
}

/** Filters of small weights for every class of every plane. */
function fullRestoration(usesFarNeighbours: boolean): Restoration {
  const filtersOf = (plane: Plane) => ({
    filters: [new Int16Array(FEATURES[plane]).map((_, feature) => (feature % 5) + 1)],
    filterOf: new Int16Array(restorationShape(plane).classes),
  });
  return {
    usesFarNeighbours,
    thresholds: Array.from({ length: THRESHOLDS }, (_, index) => 40 * (index + 1)),
    limits: new Array<number>(LIMITS).fill(24),
    planes: [filtersOf(PLANES[0]), filtersOf(PLANES[1]), filtersOf(PLANES[2])],
    switches: new Array(FRAMES).fill(['on', 'on', 'on']),
  };
}
