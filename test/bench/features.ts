import { motionCounts } from '../../codec-task/features/block-motion.ts';
import { FrameMeasure } from '../../codec-task/features/frame-measure.ts';
import { SurfaceCounts } from '../../codec-task/features/surface-noise.ts';
import { moved, painted, texture } from '../codec-task/features/given.ts';
import { median } from './median.ts';

const SIZES = [
  { width: 640, height: 360 },
  { width: 1920, height: 1080 },
];
const FRAMES = 12;
const ROUNDS = 5;

/** CPU milliseconds that a frame's scene features take, of a texture that moves by (5, 3) with the detail of natural ones. */
export async function measureFeatures() {
  const report = [];
  for (const size of SIZES) {
    const frames = Array.from({ length: FRAMES }, (_, index) =>
      painted(moved(texture(3), 5 * index, 3 * index), size),
    );
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      const measure = await FrameMeasure.open(size);
      const surfaces = new SurfaceCounts();
      const before = process.cpuUsage();
      for (const frame of frames) {
        const figures = measure.add(frame);
        surfaces.add(figures.surfaces);
        if (figures.transition) motionCounts(figures.transition.movements, figures.surfaces);
      }
      const { user, system } = process.cpuUsage(before);
      rounds.push((user + system) / 1000 / FRAMES);
    }
    report.push({
      size: `${size.width}x${size.height}`,
      cpu_ms_per_frame: Number(median(rounds).toFixed(2)),
    });
  }
  return report;
}
