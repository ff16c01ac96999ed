import type { RestorationKernel } from '../restoration/kernel.ts';
import { type Neighbours, readyPictures } from '../restoration/picture-window.ts';
import { preparePicture, takePicture } from '../restoration/restorer.ts';
import type { ClipFiles, ClipReader } from './clip-files.ts';

/**
 * Takes a clip's decoded pictures in order and, of those that are wanted, finds what restoring them would go by. The source
 * picture lies in the kernel too then.
 */
export function* walkClip(
  kernel: RestorationKernel,
  files: ClipFiles,
  reader: ClipReader,
  usesFarNeighbours: boolean,
  isWanted: (index: number) => boolean = () => true,
): Generator<Neighbours> {
  let done = 0;
  for (let arrived = 1; arrived <= files.frames; arrived++) {
    takePicture(kernel, reader.decoded(arrived - 1), files, arrived - 1);
    for (const neighbours of readyPictures(done, arrived, arrived === files.frames)) {
      done++;
      if (!isWanted(neighbours.index)) continue;
      preparePicture(kernel, neighbours, usesFarNeighbours);
      const source = reader.source(neighbours.index);
      kernel.bytes(kernel.sourceAt(0), source.length).set(source);
      yield neighbours;
    }
  }
}
