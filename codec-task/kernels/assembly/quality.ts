// Everything that is measured of a pair of frames. Whoever calls lays out the memory: these functions only compute.
export { blockMeans } from './block-means';
export { roundToEightBits } from './eight-bits';
export { halve, halveBytes } from './halving';
export { compareBytes, compareFloats, lastContrast, lastSsim } from './ms-ssim';
export { squaredError } from './squared-error';
export { ssim } from './ssim';
