import { AdaptiveBit } from '../../../signal/adaptive-bit.ts';
import {
  type BitReader,
  type BitWriter,
  getNumber,
  getSigned,
  NumberModel,
  putNumber,
  putSigned,
} from '../../../signal/symbols.ts';
import { InvalidBitstreamError } from '../../conventional/header.ts';
import { type FilterShape, LARGEST_WEIGHT, type PlaneFilters } from './description.ts';

/** Coarsest quantisation of weights: steps of 2^3. */
export const LARGEST_SHIFT = 3;

/** Filters are told in the order in which the classes use them; a filter that no class uses is not told. */
export function writeFilters(writer: BitWriter, plane: PlaneFilters, shape: FilterShape): void {
  const { filters, filterOf } = inOrderOfUse(plane);
  const shift = commonShift(filters);
  for (let bit = 0; bit < 2; bit++) writer.putPlain((shift >> bit) & 1);
  writeFilterOf(writer, filterOf, shape);
  const models = weightModels(shape);
  for (const filter of filters)
    filter.forEach((weight, feature) => {
      putSigned(writer, models[feature] as NumberModel, weight >> shift);
    });
}

/** @throws InvalidBitstreamError */
export function readFilters(reader: BitReader, shape: FilterShape): PlaneFilters {
  const shift = reader.getPlain() + 2 * reader.getPlain();
  const filterOf = readFilterOf(reader, shape);
  const models = weightModels(shape);
  const filters = Array.from({ length: 1 + Math.max(-1, ...filterOf) }, () =>
    Int16Array.from(models, (model) => readWeight(reader, model, shift)),
  );
  return { filters, filterOf };
}

function readWeight(reader: BitReader, model: NumberModel, shift: number): number {
  const weight = getSigned(reader, model) * 2 ** shift;
  if (Math.abs(weight) > LARGEST_WEIGHT)
    throw new InvalidBitstreamError(`a weight of its restoration is ${weight}`);
  return weight;
}

function weightModels({ features }: FilterShape): NumberModel[] {
  return Array.from({ length: features }, () => new NumberModel());
}

/** The largest shift that loses nothing. */
function commonShift(filters: readonly Int16Array[]): number {
  let all = 0;
  for (const filter of filters) for (const weight of filter) all |= weight;
  for (let shift = LARGEST_SHIFT; shift > 0; shift--) if (all % 2 ** shift === 0) return shift;
  return 0;
}

function inOrderOfUse({ filters, filterOf }: PlaneFilters): PlaneFilters {
  const used = [...new Set(filterOf)].filter((filter) => filter >= 0);
  return {
    filters: used.map((filter) => filters[filter] as Int16Array),
    filterOf: filterOf.map((filter) => used.indexOf(filter)),
  };
}

class FilterOfModels {
  readonly likeBefore = new AdaptiveBit();
  readonly likeLessActive = new AdaptiveBit();
  readonly isNew = new AdaptiveBit();
  readonly other = new NumberModel();
}

function writeFilterOf(writer: BitWriter, filterOf: Int16Array, { moreActive }: FilterShape): void {
  const models = new FilterOfModels();
  let told = 0;
  filterOf.forEach((filter, index) => {
    const before = filterOf[index - 1] ?? -1;
    const lessActive = filterOf[index - moreActive] ?? -1;
    writer.put(filter === before ? 1 : 0, models.likeBefore);
    if (filter === before) return;
    if (lessActive !== before) {
      writer.put(filter === lessActive ? 1 : 0, models.likeLessActive);
      if (filter === lessActive) return;
    }
    writer.put(filter === told ? 1 : 0, models.isNew);
    if (filter === told) told++;
    else putNumber(writer, models.other, filter + 1);
  });
}

function readFilterOf(reader: BitReader, { classes, moreActive }: FilterShape): Int16Array {
  const models = new FilterOfModels();
  const filterOf = new Int16Array(classes).fill(-1);
  let told = 0;
  for (let index = 0; index < classes; index++) {
    const before = filterOf[index - 1] ?? -1;
    const lessActive = filterOf[index - moreActive] ?? -1;
    filterOf[index] = readOne(before, lessActive);
  }
  return filterOf;

  function readOne(before: number, lessActive: number): number {
    if (reader.get(models.likeBefore) === 1) return before;
    if (lessActive !== before && reader.get(models.likeLessActive) === 1) return lessActive;
    if (reader.get(models.isNew) === 1) return told++;
    const filter = getNumber(reader, models.other) - 1;
    if (filter >= told) throw new InvalidBitstreamError(`filter ${filter} of its restoration is not told`);
    return filter;
  }
}
