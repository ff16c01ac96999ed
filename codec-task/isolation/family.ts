import { allProcesses, carries, type ProcessStatus, processStatus, processTree } from './process-table.ts';

/** What the processes of a run use together. */
export interface FamilyUse {
  readonly processes: number;
  readonly residentBytes: number;
  readonly cpuSeconds: number;
}

/** Looks for what has been left behind, again for what was started meanwhile. */
const MOST_ROUNDS = 20;

/**
 * The processes that come of one run: its group, what descends from it, and what carries its mark. A process that leaves
 * the group, gives up its environment and loses its parents is known only if it was seen before.
 */
export class Family {
  readonly #root: number;
  readonly #mark: string;
  readonly #seen = new Map<number, string>();

  /** @param mark `NAME=value` in the environment of the root. */
  constructor(root: number, mark: string) {
    this.#root = root;
    this.#mark = mark;
  }

  /** What it uses now; the processes that are seen are remembered. */
  look(): FamilyUse {
    const tree = processTree(this.#root);
    for (const { pid, started } of tree) this.#seen.set(pid, started);
    const sum = (value: (status: ProcessStatus) => number) =>
      tree.reduce((total, status) => total + value(status), 0);
    return {
      processes: tree.length,
      residentBytes: sum(({ residentBytes }) => residentBytes),
      cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    };
  }

  /** Kills the group. */
  killGroup(): void {
    kill(-this.#root);
  }

  /** Kills what runs on after the root has ended. @returns how many processes of it were found, none without /proc */
  killLeft(): number {
    const killed = new Set<number>();
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const left = this.#left();
      if (left.length === 0) break;
      for (const pid of left) {
        killed.add(pid);
        kill(pid);
      }
    }
    this.killGroup();
    return killed.size;
  }

  #left(): number[] {
    return allProcesses().filter((pid) => {
      const status = processStatus(pid);
      if (status === undefined || status.isZombie || pid === this.#root) return false;
      const isKnown = this.#seen.get(pid) === status.started;
      return isKnown || status.group === this.#root || carries(pid, this.#mark);
    });
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // Ended meanwhile, or a group of zombies, which macOS does not let anyone signal.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
