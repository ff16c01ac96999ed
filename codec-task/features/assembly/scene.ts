// What is measured of a scene, frame by frame, on 8-bit luminance without padding between rows. Whoever calls lays out the
// memory: these functions only compute. Sums are of whole numbers or taken in a fixed order, so that every machine has the same.

export { squaredError as differenceSquares } from '../../kernels/assembly/squared-error';
export { gradientSquares, gradients } from './gradients';
export { followBlocks, searchGroups } from './motion';
export { quarter } from './quarter';
export { sampleSum } from './sums';
export { surfaces } from './surfaces';
