import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { taskFolderPrefix } from '../../lambdas/shared/task-folder.ts';

/** Where programs that see no variable for it put temporary files. */
const TEMPORARY = '/tmp';
/** What the kill has not reached yet may write once more. */
const RETRIES = { maxRetries: 10, retryDelay: 20 };

/**
 * Removes the temporary folders of a task that was killed; one that ends by itself leaves none. Waits for nothing, since
 * this process may be about to end too.
 * @param temporary the task's own `TMPDIR`, if it has one.
 * @param pid number of a process that this one started, and that has ended or was killed.
 */
export function removeTaskFolders(temporary: string | undefined, pid: number): void {
  const parent = temporary || TEMPORARY;
  for (const name of existsSync(parent) ? readdirSync(parent) : [])
    if (name.startsWith(taskFolderPrefix(pid)))
      rmSync(join(parent, name), { recursive: true, force: true, ...RETRIES });
}
