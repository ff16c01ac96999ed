import { AdaptiveBit } from '../../../signal/adaptive-bit.ts';
import { RangeDecoder } from '../../../signal/range-decoder.ts';
import { RangeEncoder } from '../../../signal/range-encoder.ts';
import {
  type BitReader,
  type BitWriter,
  getNumber,
  NumberModel,
  putNumber,
} from '../../../signal/symbols.ts';
import { InvalidBitstreamError } from '../../conventional/header.ts';
import { LIMITS, PLANES, type Plane, type Restoration, restorationShape, THRESHOLDS } from './description.ts';
import { readFilters, writeFilters } from './filter-coding.ts';
import { codeOf, LARGEST_CODE, scaleOf } from './scales.ts';
import { readSwitches, type SwitchGrid, writeSwitches } from './switch-coding.ts';

/** A description of a restoration as range-coded bytes; `readRestoration` takes them back. */
export function writeRestoration(restoration: Restoration, grid: SwitchGrid): Uint8Array {
  const encoder = new RangeEncoder();
  putRestoration(encoder, restoration, grid);
  return encoder.finish();
}

/** The same in the middle of other things. */
export function putRestoration(encoder: BitWriter, restoration: Restoration, grid: SwitchGrid): void {
  encoder.putPlain(restoration.usesFarNeighbours ? 1 : 0);
  writeScales(encoder, [...restoration.thresholds, ...restoration.limits]);
  for (const plane of PLANES) writeFilters(encoder, restoration.planes[plane], restorationShape(plane));
  writeSwitches(encoder, restoration.switches, grid);
}

/**
 * @param pictures how many the clip has
 * @throws InvalidBitstreamError
 */
export function readRestoration(bytes: Uint8Array, pictures: number, grid: SwitchGrid): Restoration {
  return getRestoration(new RangeDecoder(bytes), pictures, grid);
}

/** @throws InvalidBitstreamError */
export function getRestoration(decoder: BitReader, pictures: number, grid: SwitchGrid): Restoration {
  const usesFarNeighbours = decoder.getPlain() === 1;
  const scales = readScales(decoder, THRESHOLDS + LIMITS);
  const filtersOf = (plane: Plane) => readFilters(decoder, restorationShape(plane));
  const planes = [filtersOf(0), filtersOf(1), filtersOf(2)] as const;
  return {
    usesFarNeighbours,
    thresholds: scales.slice(0, THRESHOLDS),
    limits: scales.slice(THRESHOLDS),
    planes,
    switches: readSwitches(decoder, pictures, grid),
  };
}

/** What a reader will make of scales: only some numbers can be written. */
export function writtenScales(scales: readonly number[]): number[] {
  return scales.map((scale) => scaleOf(codeOf(scale)));
}

export function writeScales(writer: BitWriter, scales: readonly number[]): void {
  const [model, sign] = [new NumberModel(), new AdaptiveBit()];
  let before = 0;
  for (const scale of scales) {
    const code = codeOf(scale);
    writer.put(code < before ? 1 : 0, sign);
    putNumber(writer, model, Math.abs(code - before));
    before = code;
  }
}

export function readScales(reader: BitReader, count: number): number[] {
  const [model, sign] = [new NumberModel(), new AdaptiveBit()];
  let code = 0;
  return Array.from({ length: count }, () => {
    const isBelow = reader.get(sign) === 1;
    const step = getNumber(reader, model);
    code += isBelow ? -step : step;
    if (code < 0 || code > LARGEST_CODE)
      throw new InvalidBitstreamError(`a scale of its restoration has the code ${code}`);
    return scaleOf(code);
  });
}
