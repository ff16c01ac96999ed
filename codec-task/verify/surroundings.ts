import type { Capabilities } from '../../lambdas/shared/capabilities.ts';
import type { ExperimentResult, Isolation } from '../../lambdas/shared/result.ts';
import type { Surrounding } from '../../lambdas/shared/verification.ts';

/** What this machine has otherwise than the one that measured. None of it excuses a difference. */
export function surroundingsOf(
  { environment }: ExperimentResult,
  here: {
    readonly capabilities: Capabilities;
    readonly isolation: Isolation;
    readonly codeSha256: string;
  },
): Surrounding[] {
  const { capabilities, isolation, codeSha256 } = here;
  const all = [
    ['ffmpeg', environment.ffmpeg_version, capabilities.ffmpeg_version],
    ['SHA-256 of ffmpeg', environment.ffmpeg_sha256, capabilities.ffmpeg_sha256],
    ['architecture', environment.architecture, capabilities.architecture],
    ['isolation', environment.isolation?.mode, isolation.mode],
    ["SHA-256 of the laboratory's program", environment.code_sha256, codeSha256],
  ] as const;
  return all.flatMap(([name, recorded, now]) =>
    recorded === now ? [] : [{ name, recorded: recorded ?? 'not recorded', here: now }],
  );
}
