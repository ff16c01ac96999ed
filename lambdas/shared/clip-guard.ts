/** Pixels of a picture's longer side. */
export const LARGEST_SIDE = 8192;

/**
 * Formats of single files that hold video, as ffmpeg names them. Not among them: playlists and scripts, which name other
 * files (concat, hls, dash, sdp), pictures, text that is drawn, and whatever is a device.
 */
const FORMATS = [
  ...['matroska', 'webm', 'mov', 'mp4', 'm4a', '3gp', '3g2', 'mj2', 'avi', 'flv', 'asf', 'mxf', 'nut', 'ogg'],
  ...['mpegts', 'mpeg', 'mpegvideo', 'm4v', 'h264', 'hevc', 'vvc', 'av1', 'obu', 'ivf', 'yuv4mpegpipe', 'dv'],
];

/**
 * Arguments of ffmpeg and ffprobe before a person's clip: that file alone is read, as one of the formats, and no picture
 * is decoded that is larger than the largest allowed, whatever the file declares.
 */
export const CLIP_GUARD: readonly string[] = [
  ...['-protocol_whitelist', 'file', '-format_whitelist', FORMATS.join(',')],
  ...['-max_pixels', String(LARGEST_SIDE ** 2)],
];

/** Whether ffmpeg or ffprobe said that a file is none of the formats. */
export function isOtherFormat(stderr: string): boolean {
  return /not on whitelist/i.test(stderr);
}
