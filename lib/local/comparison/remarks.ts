import type { ExperimentResult } from '../../../lambdas/shared/result.ts';

/** Sentences on what differs between two results beside codec and parameters, and could be taken for their effect. */
export function remarksOn(a: ExperimentResult, b: ExperimentResult): string[] {
  const differing = (what: string, of: (result: ExperimentResult) => string | number | undefined) =>
    of(a) === of(b) ? [] : [`${what}: ${of(a) ?? 'not recorded'} in A, ${of(b) ?? 'not recorded'} in B`];
  return [
    ...[a, b].flatMap(({ status, failure }, index) =>
      status === 'succeeded'
        ? []
        : [`${index === 0 ? 'A' : 'B'} did not run to its end (${failure?.class ?? status})`],
    ),
    ...differing('keyframes', ({ spec }) => `every ${spec.gop} frames`),
    ...differing('ffmpeg', ({ environment }) => environment.ffmpeg_version),
    ...(a.environment.ffmpeg_version === b.environment.ffmpeg_version
      ? differing('binary of ffmpeg', ({ environment }) => environment.ffmpeg_sha256.slice(0, 16))
      : []),
    ...differing('architecture', ({ environment }) => environment.architecture),
    ...differing('isolation', ({ environment }) => environment.isolation?.mode),
  ];
}
