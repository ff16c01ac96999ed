import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Tables } from '../../lambdas/shared/stores/document-client.ts';
import { FileArtifactStore } from '../../lambdas/shared/stores/file-artifact-store.ts';
import { type LabAssembly, readAssembly } from './cloud-assembly.ts';
import { localEnvironment } from './environment.ts';
import { FolderInUseError, type FolderLock, folderHolder, lockFolder } from './folder-lock.ts';
import { connectTables, createTables, startTableServer } from './tables.ts';

/** Rows and artifacts of a data folder, to look at. */
export interface Archive extends AsyncDisposable {
  readonly folder: string;
  readonly tables: Tables;
  readonly store: FileArtifactStore;
}

/** A data folder that this process has to itself, with all that an iteration needs. */
export interface Laboratory extends Archive {
  readonly assembly: LabAssembly;
  /** Variables that turn the stack's programs to this machine. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface LaboratoryOptions {
  /** Folder of the history, made when absent. */
  readonly folder: string;
  /** This machine's own environment. */
  readonly machine: Readonly<Record<string, string | undefined>>;
  /** Synthesises the stack when called. @returns the assembly's folder. */
  readonly synthesise: (outdir: string) => string | Promise<string>;
}

/** How long a process is waited for that has taken a folder and not opened its tables: it looks, or it starts. */
const PATIENCE_MS = 15_000;
const RETRY_MS = 100;

const tablesFolder = (folder: string) => join(folder, 'tables');
const artifactsFolder = (folder: string) => join(folder, 'artifacts');

/**
 * Takes a data folder and opens everything in it. Dispose to give it back.
 * @throws FolderInUseError when another process has it.
 */
export async function openLaboratory(options: LaboratoryOptions): Promise<Laboratory> {
  const folder = resolve(options.folder);
  await using open = new AsyncDisposableStack();
  const lock = open.adopt(await takeFolder(folder), ({ release }) => release());
  const assembly = readAssembly(await options.synthesise(join(folder, 'assembly')));
  const server = open.adopt(await startTableServer(tablesFolder(folder)), ({ close }) => close());
  const tables = open.adopt(connectTables(server.endpoint), ({ client }) => client.destroy());
  await createTables(tables, assembly.tables);
  lock.announce(server.endpoint);
  const held = open.move();
  return {
    folder,
    tables,
    store: new FileArtifactStore(artifactsFolder(folder)),
    assembly,
    environment: localEnvironment(options.machine, {
      tablesEndpoint: server.endpoint,
      artifactsFolder: artifactsFolder(folder),
    }),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/**
 * Opens the history alone. While another process works with the folder, its tables are used: looking disturbs nobody.
 * @returns undefined when nothing was ever run with this folder.
 * @throws FolderInUseError when another process takes long to open its tables.
 */
export async function openArchive(given: string): Promise<Archive | undefined> {
  const folder = resolve(given);
  if (!existsSync(tablesFolder(folder))) return undefined;
  await using open = new AsyncDisposableStack();
  const endpoint = await reachTables(folder, open);
  const tables = open.adopt(connectTables(endpoint), ({ client }) => client.destroy());
  const held = open.move();
  return {
    folder,
    tables,
    store: new FileArtifactStore(artifactsFolder(folder)),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** Address of a folder's tables: of whoever works there, else of those that are opened for this process. */
async function reachTables(folder: string, open: AsyncDisposableStack): Promise<string> {
  try {
    open.adopt(await takeFolder(folder), ({ release }) => release());
  } catch (error) {
    const other = folderHolder(folder)?.endpoint;
    if (error instanceof FolderInUseError && other !== undefined) return other;
    throw error;
  }
  return open.adopt(await startTableServer(tablesFolder(folder)), ({ close }) => close()).endpoint;
}

/** Takes a folder; somebody who only looks, or is about to open it, is waited for. @throws FolderInUseError */
async function takeFolder(folder: string): Promise<FolderLock> {
  const patience = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return lockFolder(folder);
    } catch (error) {
      const isBriefly = error instanceof FolderInUseError && folderHolder(folder)?.endpoint === undefined;
      if (!isBriefly || performance.now() > patience) throw error;
      await setTimeout(RETRY_MS);
    }
  }
}
