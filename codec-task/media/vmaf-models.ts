/** The models that are asked for, and the names that their scores get in libvmaf's log. */
export const VMAF_MODELS = [
  { version: 'vmaf_v0.6.1', name: 'vmaf' },
  { version: 'vmaf_v0.6.1neg', name: 'vmaf_neg' },
] as const;

/** ffmpeg's filter with both models, on one thread; further options may follow. */
export const VMAF_FILTER = `libvmaf=model=${VMAF_MODELS.map(
  ({ version, name }) => `version=${version}\\\\:name=${name}`,
).join('|')}:n_threads=1`;
