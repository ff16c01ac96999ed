import { changingDecoder } from '../frames/changed-frames.ts';
import type { Attack } from './attack.ts';

export const sharedMemoryFiller: Attack = {
  name: 'shared-memory-filler',
  about: 'writes 60 MB wherever else it may write',
  gain: 'a-score',
  open: () => ({
    codec: changingDecoder(`const piece = Buffer.alloc(2_000_000, 7);
const folders = ['/dev/shm', '/dev', '/var/tmp', '/run', '/'].map((folder) => path.join(folder, 'codec-lab-filler-' + process.pid));
let written = 0;
const files = [];
for (const folder of folders) {
  try {
    fs.mkdirSync(folder);
    files.push(folder);
    for (let i = 0; i < 30 && written < 30; i++, written++) fs.writeFileSync(path.join(folder, 'piece-' + i), piece);
  } catch {}
}
await new Promise((resolve) => setTimeout(resolve, 150));
for (const folder of files) fs.rmSync(folder, { recursive: true });
if (written < 30) throw new Error('there was room for ' + written + ' pieces');
putOut(decoded);`),
  }),
};
