import type { Kind } from '../reduction/interpolation.ts';
import { codedPictures, WHOLE } from '../reduction/reduction.ts';
import type { RestorationKernel } from '../restoration/kernel.ts';
import { type Neighbours, neighboursBetween, readyPictures } from '../restoration/picture-window.ts';
import { interpolate, preparePicture, takePicture } from '../restoration/restorer.ts';
import { type ClipFiles, type ClipReader, decodedPlace } from './clip-files.ts';

/** A clip that is walked, and what restoring its pictures goes by. */
export interface Walked {
  readonly kernel: RestorationKernel;
  readonly files: ClipFiles;
  readonly reader: ClipReader;
  readonly usesFarNeighbours: boolean;
}

/** A picture that is ready: its place in the kernel. */
export type ReadyPicture = Pick<Neighbours, 'current' | 'index'>;

/**
 * Takes a clip's decoded pictures in order and, of those that are wanted, finds what restoring them would go by. The source
 * picture lies in the kernel too then.
 */
export function* walkClip(walked: Walked, isWanted: (index: number) => boolean): Generator<ReadyPicture> {
  for (const { neighbours } of readyOf(walked)) {
    if (!isWanted(neighbours.index)) continue;
    preparePicture(walked.kernel, neighbours, walked.usesFarNeighbours);
    takeSource(walked, decodedPlace(walked.files, neighbours.index));
    yield neighbours;
  }
}

/** The same for the pictures that were left out, made as they are told to be. */
export function* walkBetween(
  walked: Walked,
  kindOf: (index: number) => Kind,
  isWanted: (index: number) => boolean,
): Generator<ReadyPicture> {
  for (const between of leftOutOf(walked)) {
    if (!isWanted(between.index)) continue;
    interpolate(walked.kernel, between, kindOf(between.index));
    preparePicture(walked.kernel, between, walked.usesFarNeighbours);
    takeSource(walked, decodedPlace(walked.files, between.index) + 1);
    yield between;
  }
}

/** Where in the kernel the neighbours lie of each picture that was left out. The picture itself is still to be made. */
export function* leftOutOf(walked: Walked): Generator<Neighbours> {
  const { files } = walked;
  for (const { neighbours, arrived } of readyOf(walked)) {
    const { index } = neighbours;
    if (index + 1 < arrived && decodedPlace(files, index + 1) === decodedPlace(files, index) + 2)
      yield neighboursBetween(index, arrived);
  }
}

export function takeSource({ kernel, reader }: Walked, place: number): void {
  const source = reader.source(place);
  kernel.bytes(kernel.sourceAt(0), source.length).set(source);
}

function* readyOf({ kernel, files, reader }: Walked): Generator<{ neighbours: Neighbours; arrived: number }> {
  const { frames, reduction = WHOLE } = files;
  const pictures = codedPictures(frames, reduction.step);
  let done = 0;
  for (let arrived = 1; arrived <= pictures; arrived++) {
    takePicture(kernel, reader.decoded(arrived - 1), files, arrived - 1);
    for (const neighbours of readyPictures(done, arrived, arrived === pictures)) {
      done++;
      yield { neighbours, arrived };
    }
  }
}
