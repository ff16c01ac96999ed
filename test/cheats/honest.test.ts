import { describe, expect, it } from 'vitest';
import { probeIsolation } from '../../codec-task/isolation/probe.ts';
import { findTools } from '../../codec-task/media/tools.ts';
import { CHECK_NAMES } from '../../lambdas/shared/checks.ts';
import { SECOND_CLIP, SUITE_CLIP } from './clips.ts';
import { honestCodec } from './own-codec.ts';
import { runCheat } from './run-cheat.ts';

const honest = { name: 'honest', clips: [SUITE_CLIP, SECOND_CLIP], open: () => ({ codec: honestCodec }) };

describe('an honest codec', () => {
  it.each(['none', 'bubblewrap'] as const)(
    'with isolation up to %s, passes every check that has something to look at',
    async (strongest) => {
      const isolation = await probeIsolation(
        await findTools(process.env),
        new AbortController().signal,
        strongest,
      );
      const result = await runCheat(honest, isolation);
      expect(result).toMatchObject({ status: 'succeeded', failure: null, environment: { isolation } });
      expect(result.flags).toEqual([]);
      // Its curve lies beside the anchor's, so that neither family has a BD-rate that the other could contradict.
      expect(result.agreement?.verdict).toBe('unknown');
      const idle = ['two-families', ...(isolation.mode === 'none' ? ['isolated-decode'] : [])];
      expect(result.checks).toEqual(CHECK_NAMES.filter((name) => !idle.includes(name)));
    },
  );
});
