import { encoderName } from '../../../lambdas/shared/encoder-name.ts';
import type { RatePoint } from '../../../lambdas/shared/result.ts';
import type { ResolvedCodec } from '../../codecs/resolve.ts';
import type { ClipAtHand } from '../clip-bench.ts';
import { allEnded } from '../clip-ladder.ts';
import { firstControls } from '../ladder.ts';
import { openQualityMeter } from '../metrics/quality-meter.ts';
import { measurePoint } from '../rate-point.ts';
import type { ControlConfiguration } from './configurations.ts';
import type { ControlBench } from './control-bench.ts';

export const CONTROL_POINTS = 4;

/**
 * Encodes and measures a control's rate points, side by side, whatever is kept. Their bitstreams are not kept.
 * @throws what {@link measurePoint} throws, once every point that was begun has ended
 */
export async function takeReading(
  bench: ControlBench,
  clip: ClipAtHand,
  configuration: ControlConfiguration,
  { codec, control }: ResolvedCodec,
): Promise<RatePoint[]> {
  const { tools, capabilities, signal, meter } = bench;
  const { source, frames, folder } = clip;
  const one = async (qualityControl: number) => {
    const point = await measurePoint({
      ...bench,
      ...{ codec, folder, qualityControl, role: 'ladder' },
      source: frames,
      sourceSha256: source.frames_sha256,
      gop: frames.frames,
      keep: async () => '',
      openMeter: (inFolder) =>
        openQualityMeter({ tools, filters: capabilities.filters, source: frames, folder: inFolder, signal }),
      onStage: (stage, fraction) =>
        meter.step(
          source.name,
          stage,
          `${configuration.role} control ${encoderName(configuration)} crf ${qualityControl}`,
          fraction,
        ),
    });
    meter.finishJob();
    return point;
  };
  const controls = firstControls(control, CONTROL_POINTS);
  return allEnded(controls.map((value) => bench.schedule(() => one(value))));
}
