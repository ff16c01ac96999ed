import { AdaptiveBit } from './adaptive-bit.ts';

/** What takes binary decisions: a range coder, or a count of what they would cost. */
export interface BitWriter {
  put(bit: number, model: AdaptiveBit): void;
  putPlain(bit: number): void;
}

export interface BitReader {
  get(model: AdaptiveBit): number;
  getPlain(): number;
}

/** Longest prefix of an exponential Golomb code: numbers below 2^17. A damaged stream must not ask for more. */
const LONGEST_PREFIX = 16;

/** Models of one kind of whole number, coded as exponential Golomb with learnt prefix and plain remainder (Golomb 1966). */
export class NumberModel {
  readonly prefix = Array.from({ length: LONGEST_PREFIX }, () => new AdaptiveBit());
  readonly sign = new AdaptiveBit();
}

/** @param value 0 to 2^17 - 2. */
export function putNumber(writer: BitWriter, model: NumberModel, value: number): void {
  const length = 31 - Math.clz32(value + 1);
  for (let index = 0; index < LONGEST_PREFIX; index++) {
    const more = index < length ? 1 : 0;
    writer.put(more, model.prefix[index] as AdaptiveBit);
    if (more === 0) break;
  }
  for (let bit = length - 1; bit >= 0; bit--) writer.putPlain(((value + 1) >> bit) & 1);
}

export function getNumber(reader: BitReader, model: NumberModel): number {
  let length = 0;
  while (length < LONGEST_PREFIX && reader.get(model.prefix[length] as AdaptiveBit) === 1) length++;
  let value = 1;
  for (let bit = 0; bit < length; bit++) value = value * 2 + reader.getPlain();
  return value - 1;
}

export function putSigned(writer: BitWriter, model: NumberModel, value: number): void {
  putNumber(writer, model, Math.abs(value));
  if (value !== 0) writer.put(value < 0 ? 1 : 0, model.sign);
}

export function getSigned(reader: BitReader, model: NumberModel): number {
  const size = getNumber(reader, model);
  return size !== 0 && reader.get(model.sign) === 1 ? -size : size;
}
