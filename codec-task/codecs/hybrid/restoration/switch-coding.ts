import { AdaptiveBit } from '../../../signal/adaptive-bit.ts';
import type { BitReader, BitWriter } from '../../../signal/symbols.ts';
import { PLANES, type Restoration, SWITCHED_SIDE, type Switch } from './description.ts';

/** Blocks of a picture that are switched. */
export interface SwitchGrid {
  readonly columns: number;
  readonly lines: number;
}

export function switchGrid({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): SwitchGrid {
  return { columns: Math.ceil(width / SWITCHED_SIDE), lines: Math.ceil(height / SWITCHED_SIDE) };
}

/** Models of one plane. */
class SwitchModels {
  readonly isMixed = new AdaptiveBit();
  readonly isOn = new AdaptiveBit();
  /** By how many of the blocks to the left, above and in the picture before are on. */
  readonly block = Array.from({ length: 4 }, () => new AdaptiveBit());
}

export function writeSwitches(writer: BitWriter, switches: Restoration['switches'], grid: SwitchGrid): void {
  const coders = PLANES.map(() => new PlaneSwitches(grid));
  for (const picture of switches) for (const plane of PLANES) coders[plane]?.write(writer, picture[plane]);
}

export function readSwitches(reader: BitReader, pictures: number, grid: SwitchGrid): Restoration['switches'] {
  const [luma, u, v] = [new PlaneSwitches(grid), new PlaneSwitches(grid), new PlaneSwitches(grid)];
  return Array.from({ length: pictures }, () => [luma.read(reader), u.read(reader), v.read(reader)] as const);
}

/** The switches of one plane, picture after picture, with what has been learnt of them. */
export class PlaneSwitches {
  readonly #grid: SwitchGrid;
  readonly #models = new SwitchModels();
  #before: Uint8Array;

  constructor(grid: SwitchGrid) {
    this.#grid = grid;
    this.#before = new Uint8Array(grid.columns * grid.lines).fill(1);
  }

  write(writer: BitWriter, value: Switch): void {
    const { isMixed, isOn } = this.#models;
    writer.put(typeof value === 'string' ? 0 : 1, isMixed);
    if (typeof value === 'string') {
      writer.put(value === 'on' ? 1 : 0, isOn);
      this.#before = new Uint8Array(this.#before.length).fill(value === 'on' ? 1 : 0);
      return;
    }
    value.forEach((flag, index) => {
      writer.put(flag, this.#modelOf(value, index));
    });
    this.#before = value;
  }

  read(reader: BitReader): Switch {
    const { isMixed, isOn } = this.#models;
    if (reader.get(isMixed) === 0) {
      const flag = reader.get(isOn);
      this.#before = new Uint8Array(this.#before.length).fill(flag);
      return flag === 1 ? 'on' : 'off';
    }
    const flags = new Uint8Array(this.#before.length);
    for (let index = 0; index < flags.length; index++) flags[index] = reader.get(this.#modelOf(flags, index));
    this.#before = flags;
    return flags;
  }

  #modelOf(flags: Uint8Array, index: number): AdaptiveBit {
    const { columns } = this.#grid;
    const left = index % columns > 0 ? (flags[index - 1] ?? 0) : 0;
    const above = flags[index - columns] ?? 0;
    return this.#models.block[left + above + (this.#before[index] ?? 0)] as AdaptiveBit;
  }
}
