import { type Archive, openArchive } from '../laboratory.ts';
import type { Terminal } from '../terminal.ts';

/**
 * Does something with a data folder's history, while another process runs there or not.
 * @returns exit code: 0, or 1 when there is no history, which is said.
 */
export async function withArchive(
  folder: string,
  terminal: Terminal,
  act: (archive: Archive) => Promise<void>,
): Promise<number> {
  await using archive = await openArchive(folder);
  if (archive === undefined) {
    terminal.say(`nothing was run in ${folder} yet: npm start runs a first iteration`);
    return 1;
  }
  await act(archive);
  return 0;
}
