/**
 * A motion that starts at a given speed and never leaves its room, as an expression for ffmpeg: a sine, so that clips of
 * any length stay within what was rendered for them.
 * @param speed samples (or radians) per frame at the start. @param room most that it moves to either side, above 0.
 * @param frame name of the frame counter in the filter that evaluates it.
 */
export function swing(speed: number, room: number, frame: 'n' | 'on' = 'n'): string {
  return `${room}*sin(${frame}*${speed}/${room})`;
}
