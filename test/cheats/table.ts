import type { Cheat } from './cheat.ts';
import { constantClip } from './dependence/constant-clip.ts';
import { ownResult } from './dependence/own-result.ts';
import { replacedSource } from './dependence/replaced-source.ts';
import { unreadEnding } from './dependence/unread-ending.ts';
import { unreadPayload } from './dependence/unread-payload.ts';
import { besideNode, sharedMemory, temporaryFile } from './elsewhere/file-elsewhere.ts';
import { kernelKey } from './elsewhere/kernel-key.ts';
import { abstractSocket, localServer } from './elsewhere/listening.ts';
import { fewerFrames } from './frames/fewer-frames.ts';
import { fullRange } from './frames/full-range.ts';
import { greyChroma } from './frames/grey-chroma.ts';
import { moreFrames } from './frames/more-frames.ts';
import { otherOrder } from './frames/other-order.ts';
import { otherSize } from './frames/other-size.ts';
import { otherSubsampling } from './frames/other-subsampling.ts';
import { randomDecode } from './frames/random-decode.ts';
import { commandLineScan } from './hidden-inputs/command-line-scan.ts';
import { environmentVariable } from './hidden-inputs/environment-variable.ts';
import { extendedAttribute } from './hidden-inputs/extended-attribute.ts';
import { fileName } from './hidden-inputs/file-name.ts';
import { hardLink } from './hidden-inputs/hard-link.ts';
import { linkedSideFile } from './hidden-inputs/linked-side-file.ts';
import { modificationTime } from './hidden-inputs/modification-time.ts';
import { processScan } from './hidden-inputs/process-scan.ts';
import { secondFile } from './hidden-inputs/second-file.ts';
import { sourcePath } from './hidden-inputs/source-path.ts';
import { symbolicLink } from './hidden-inputs/symbolic-link.ts';
import { temporaryScan } from './hidden-inputs/temporary-scan.ts';
import { workingFolderScan } from './hidden-inputs/working-folder-scan.ts';
import { eatsMemory } from './resources/eats-memory.ts';
import { endlessOutput } from './resources/endless-output.ts';
import { fillsDisk } from './resources/fills-disk.ts';
import { leftProcess } from './resources/left-process.ts';
import { manyProcesses } from './resources/many-processes.ts';
import { neverEnds } from './resources/never-ends.ts';
import { orphan } from './resources/orphan.ts';
import { anchorAgain } from './uncounted-bytes/anchor-again.ts';
import { codeFileNames } from './uncounted-bytes/code-file-names.ts';
import { decoderLiteral } from './uncounted-bytes/decoder-literal.ts';
import { emptyBitstream } from './uncounted-bytes/empty-bitstream.ts';
import { sideFile } from './uncounted-bytes/side-file.ts';
import { unwrappingClosure } from './uncounted-bytes/unwrapping-closure.ts';

/** Every cheat, by the test file that tries it. */
export const CHEATS = {
  'source reading': [sourcePath, temporaryScan, workingFolderScan, processScan, commandLineScan],
  'side channels': [
    environmentVariable,
    fileName,
    modificationTime,
    extendedAttribute,
    secondFile,
    symbolicLink,
    hardLink,
    linkedSideFile,
  ],
  elsewhere: [temporaryFile, sharedMemory, besideNode, localServer, abstractSocket, kernelKey],
  'uncounted bytes': [
    sideFile,
    decoderLiteral,
    codeFileNames,
    unwrappingClosure,
    emptyBitstream,
    anchorAgain,
  ],
  frames: [
    fewerFrames,
    moreFrames,
    otherOrder,
    otherSize,
    fullRange,
    otherSubsampling,
    randomDecode,
    greyChroma,
  ],
  resources: [neverEnds, leftProcess, orphan, manyProcesses, eatsMemory, fillsDisk, endlessOutput],
  dependence: [constantClip, unreadEnding, unreadPayload, replacedSource, ownResult],
} as const satisfies Record<string, readonly Cheat[]>;

export const ALL_CHEATS: readonly Cheat[] = Object.values(CHEATS).flat();
