import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The folders of one isolated run, all fresh. */
export interface Place {
  /** Working folder with all that the program is given. */
  readonly work: string;
  /** Empty home and temporary folder; a stronger isolation puts others in their place. */
  readonly home: string;
  readonly temporary: string;
}

/** Makes the three folders below an empty one. */
export async function makePlace(folder: string): Promise<Place> {
  const place = { work: join(folder, 'work'), home: join(folder, 'home'), temporary: join(folder, 'tmp') };
  for (const path of Object.values(place)) await mkdir(path);
  return place;
}
