import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/** Peak memory of the harness, without the programs that it starts, while it measures a 1080p experiment. */
export async function measureMemory() {
  const folder = await mkdtemp(join(tmpdir(), 'codec-lab-bench-'));
  try {
    const program = fileURLToPath(new URL('./memory-run.ts', import.meta.url));
    const { stdout } = await execa(process.execPath, [program, folder]);
    return { clip: '1920x1080, 30 frames', ...(JSON.parse(stdout) as { peak_megabytes: number }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
