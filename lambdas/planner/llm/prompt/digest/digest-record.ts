import { encoderName } from '../../../../shared/encoder-name.ts';
import type { ClipMeasurement, ExperimentRecord } from '../../../../shared/record.ts';
import { isScreenedOut } from '../../../../shared/screening.ts';
import { shorten } from '../../shorten.ts';
import { rounded } from './rounded.ts';

/** Clips of a record that are listed one by one; of more, only the best and the worst say where the spread lies. */
const CLIPS_LISTED = 4;

/** One experiment as the model sees it: plan, forecast, measurement and verdict, without argv, hashes or rate points. */
export function digestRecord(record: ExperimentRecord, clipSet: string) {
  const { measurement, failure } = record;
  return {
    id: record.experiment_id,
    status: record.status,
    planned_by: record.source,
    encoder: encoderName(record.spec),
    parameters: record.spec.parameters,
    ...(record.clip_set === clipSet ? {} : { comparable: false }),
    purpose: shorten(record.purpose, 160),
    expected_bd_rate: Object.values(record.expected_bd_rate).map(rounded),
    ...(measurement === null
      ? {}
      : {
          bd_rate_percent: rounded(measurement.bd_rate_percent),
          bd_rate_ssim_percent: rounded(measurement.bd_rate_ssim_percent),
          ...(measurement.bd_rate_reason === null
            ? {}
            : { no_bd_rate_because: shorten(measurement.bd_rate_reason, 160) }),
          floor_bitrate_mbps: measurement.floor_reached ? rounded(measurement.bitrate_mbps) : 'not reached',
          ...(isScreenedOut(measurement) && {
            // A score over few clips and rate points, which is no BD-rate.
            screened_out_because: shorten(measurement.screening?.reason ?? '', 160),
          }),
          cpu_seconds: rounded(measurement.tune_cpu_seconds ?? measurement.cpu_seconds),
          clips: listedClips(measurement.clips).map(digestClip),
        }),
    ...(record.verdict === null
      ? {}
      : { verdict: record.verdict, verdict_reason: shorten(record.verdict_reason ?? '', 160) }),
    ...(failure === null ? {} : { failure: `${failure.class}: ${shorten(failure.message, 160)}` }),
  };
}

function listedClips(clips: readonly ClipMeasurement[]): readonly ClipMeasurement[] {
  if (clips.length <= CLIPS_LISTED) return clips;
  const byBdRate = clips.toSorted(
    (a, b) =>
      (a.bd_rate_percent ?? Number.POSITIVE_INFINITY) - (b.bd_rate_percent ?? Number.POSITIVE_INFINITY),
  );
  return [...byBdRate.slice(0, CLIPS_LISTED / 2), ...byBdRate.slice(-CLIPS_LISTED / 2)];
}

function digestClip(clip: ClipMeasurement) {
  return {
    name: clip.name,
    bd_rate_percent: rounded(clip.bd_rate_percent),
    floor_bitrate_mbps: rounded(clip.floor_bitrate_mbps),
    psnr_yuv_range: clip.psnr_yuv_range.map(rounded),
  };
}
