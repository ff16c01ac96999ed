/** What a recipe is given: an even picture size, how many frames, at 30 frames per second. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

/** A clip as a graph of ffmpeg's own sources whose last output is labelled [out]. Equal canvases give equal frames. */
export type Recipe = (canvas: Canvas) => string;
