import { readdir, readFile } from 'node:fs/promises';

/** What the processes of a tree use together. */
export interface TreeUse {
  readonly pids: readonly number[];
  readonly residentBytes: number;
  /** User and system seconds so far, of those alive. */
  readonly cpuSeconds: number;
}

const PAGE_BYTES = 4096;
const TICKS_PER_SECOND = 100;

/** A process and all that descend from it; empty where the system has no /proc. */
export async function treeUse(root: number): Promise<TreeUse> {
  const pids: number[] = [];
  let residentBytes = 0;
  let cpuSeconds = 0;
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const status = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
    if (status === undefined) continue;
    // The name in parentheses may hold anything; fields are counted after it (proc(5): 14 utime, 15 stime, 24 rss).
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') continue;
    pids.push(pid);
    cpuSeconds += (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    residentBytes += Number(fields[21]) * PAGE_BYTES;
    open.push(...(await childrenOf(pid)));
  }
  return { pids, residentBytes, cpuSeconds };
}

/** Processes anywhere that carry a variable with this value in the environment that they were started with. */
export async function marked(variable: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  const found: number[] = [];
  for (const name of names.filter((each) => /^\d+$/.test(each))) {
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
    if (environment.split('\0').includes(variable)) found.push(Number(name));
  }
  return found;
}

async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'latin1').catch(() => '')),
  );
  return lists
    .join(' ')
    .split(' ')
    .filter((text) => text.trim() !== '')
    .map(Number);
}
