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
    'with isolation up to %s, passes every check',
    async (strongest) => {
      const isolation = await probeIsolation(
        await findTools(process.env),
        new AbortController().signal,
        strongest,
      );
      const result = await runCheat(honest, isolation);
      expect(result).toMatchObject({ status: 'succeeded', failure: null, environment: { isolation } });
      expect(result.flags).toEqual([]);
      expect(result.checks).toEqual(
        CHECK_NAMES.filter((name) => isolation.mode !== 'none' || name !== 'isolated-decode'),
      );
    },
  );
});
