/** Measures one 1080p configuration in a process of its own and prints the most memory that this process held. */
import { resolveCodec } from '../../codec-task/codecs/resolve.ts';
import { probeIsolation } from '../../codec-task/isolation/probe.ts';
import { runExperiment } from '../../codec-task/measure/experiment.ts';
import { detectCapabilities } from '../../codec-task/media/capabilities.ts';
import { findTools } from '../../codec-task/media/tools.ts';
import { SCHEMAS } from '../../lambdas/shared/names.ts';
import { FileArtifactStore } from '../../lambdas/shared/stores/file-artifact-store.ts';

const folder = process.argv[2] ?? '';
const { signal } = new AbortController();
const tools = await findTools(process.env);
const { failure } = await runExperiment({
  ...{ tools, signal, folder, cores: 2 },
  capabilities: await detectCapabilities(tools, signal),
  isolation: await probeIsolation(tools, signal),
  store: new FileArtifactStore(`${folder}/store`),
  ...{ campaign: 'bench', experimentId: 'bench', resolve: resolveCodec, codeSha256: 'bench' },
  spec: {
    ...{ schema: SCHEMAS.spec, strategy: 'conventional', encoder: 'libx264' },
    parameters: { preset: 'veryfast' },
    clips: [
      { kind: 'synthetic', name: 'texture', recipe: 'drifting-texture', width: 1920, height: 1080 },
      { kind: 'synthetic', name: 'objects', recipe: 'moving-objects', width: 1920, height: 1080 },
    ],
    ...{ frames: 30, gop: 30, rate_points: 4, seed: 1 },
  },
  report: () => {},
  now: () => new Date(),
});
if (failure !== null) throw new Error(failure.message);
// Of this process alone, in KiB; its children are counted elsewhere.
const { maxRSS } = process.resourceUsage();
process.stdout.write(JSON.stringify({ peak_megabytes: Math.round((maxRSS * 1024) / 1e6) }));
