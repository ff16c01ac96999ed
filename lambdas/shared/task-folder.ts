/**
 * How the names of a codec task's temporary folders begin: with its process, so that whoever started it can remove what it
 * had no time to.
 */
export function taskFolderPrefix(pid: number): string {
  return `codec-task-${pid}-`;
}
