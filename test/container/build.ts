import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** What stands in for the base image: Debian of the same release with the same Node, and its user. */
const BASE = 'docker.io/library/node:24-trixie-slim';
const IMAGE = 'codec-task:test';
const LONGEST_STEP = 900_000;

/** Why this machine cannot build an image, or undefined where it can. */
export async function missing(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'images are built as root on Linux';
  for (const program of ['buildah', 'mmdebstrap', 'bwrap']) {
    const { failed } = await execa(program, ['--version'], { reject: false });
    if (failed) return `there is no ${program}: apt-get install buildah mmdebstrap bubblewrap`;
  }
  return undefined;
}

export interface Declared {
  readonly user: string;
  readonly entrypoint: string;
  readonly volumes: string;
}

/** An image on disk, with all that it took to make it in one folder. */
export class Image {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Carries out the Dockerfile's steps. Debian's packages are fetched; nothing else is.
   * @param context folder with the Dockerfile and what it copies.
   * @param folder empty one for base, layers and containers; about 3 GB.
   */
  static async build(context: string, folder: string): Promise<Image> {
    const image = new Image(folder);
    const base = join(folder, 'base.tar');
    const included = ['--variant=minbase', '--include=ca-certificates'];
    await execa('mmdebstrap', ['--quiet', ...included, 'trixie', base], { timeout: LONGEST_STEP });
    const container = await image.#buildah('from', 'scratch');
    await image.#buildah('add', container, base, '/');
    await image.#buildah('copy', container, process.execPath, '/usr/local/bin/node');
    await image.#buildah(
      'run',
      '--user',
      'root',
      '--isolation',
      'chroot',
      container,
      '--',
      'useradd',
      '-m',
      '-u',
      '1000',
      'node',
    );
    await image.#buildah('commit', '--rm', container, BASE);
    const copied = join(folder, 'context');
    await mkdir(copied);
    for (const file of await readdir(context)) await copyFile(join(context, file), join(copied, file));
    await image.#buildah(
      'bud',
      '--isolation',
      'chroot',
      '--pull-never',
      '--network',
      'host',
      '-t',
      IMAGE,
      copied,
    );
    return image;
  }

  /** Folder of this machine with the files of a container of the image. */
  async files(): Promise<string> {
    return this.#buildah('mount', await this.#buildah('from', '--pull-never', IMAGE));
  }

  /** What the image says of itself, in Docker's words. */
  async declared(): Promise<Declared> {
    const container = await this.#buildah('from', '--pull-never', IMAGE);
    const config = async (field: string) =>
      this.#buildah('inspect', '--format', `{{.OCIv1.Config.${field}}}`, container);
    return {
      user: await config('User'),
      entrypoint: await config('Entrypoint'),
      volumes: await config('Volumes'),
    };
  }

  async #buildah(command: string, ...args: string[]): Promise<string> {
    const storage = [
      '--root',
      join(this.#folder, 'root'),
      '--runroot',
      join(this.#folder, 'run'),
      '--storage-driver',
      'vfs',
    ];
    const { stdout } = await execa('buildah', [...storage, command, ...args], { timeout: LONGEST_STEP });
    return stdout.trim().split('\n').at(-1) ?? '';
  }
}
