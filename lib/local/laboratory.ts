import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Tables } from '../../lambdas/shared/stores/document-client.ts';
import { FileArtifactStore } from '../../lambdas/shared/stores/file-artifact-store.ts';
import { type LabAssembly, readAssembly } from './cloud-assembly.ts';
import { localEnvironment } from './environment.ts';
import { folderHolder, lockFolder } from './folder-lock.ts';
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

const tablesFolder = (folder: string) => join(folder, 'tables');
const artifactsFolder = (folder: string) => join(folder, 'artifacts');

/**
 * Takes a data folder and opens everything in it. Dispose to give it back.
 * @throws FolderInUseError when another process has it.
 */
export async function openLaboratory(options: LaboratoryOptions): Promise<Laboratory> {
  const folder = resolve(options.folder);
  await using open = new AsyncDisposableStack();
  const lock = open.adopt(lockFolder(folder), ({ release }) => release());
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
 * @throws FolderInUseError in the moment in which the other process has not opened its tables yet.
 */
export async function openArchive(given: string): Promise<Archive | undefined> {
  const folder = resolve(given);
  if (!existsSync(tablesFolder(folder))) return undefined;
  await using open = new AsyncDisposableStack();
  const other = folderHolder(folder)?.endpoint;
  const endpoint = other ?? (await ownTables(folder, open));
  const tables = open.adopt(connectTables(endpoint), ({ client }) => client.destroy());
  const held = open.move();
  return {
    folder,
    tables,
    store: new FileArtifactStore(artifactsFolder(folder)),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

async function ownTables(folder: string, open: AsyncDisposableStack): Promise<string> {
  open.adopt(lockFolder(folder), ({ release }) => release());
  return open.adopt(await startTableServer(tablesFolder(folder)), ({ close }) => close()).endpoint;
}
