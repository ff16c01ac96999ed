/** A plan as the model answers it: x265 at another preset, changed where a test cares. */
export function answered({
  encoder = 'libx265',
  key = 'preset',
  value = 'slow' as string | number,
  evidence = [] as readonly string[],
  words = 'effort pays, since slower presets search longer',
}) {
  return {
    root_cause: words,
    disagreements: [],
    insights: [{ text: words, evidence }],
    hypothesis: words,
    next_experiment: { approach: words, changes: [words] },
    risks: [words],
    confidence_score: 0.7,
    experiments: [
      {
        encoder,
        parameters: [{ key, value }],
        purpose: words,
        expected_bd_rate: { p10: -20, p50: -8, p90: 5 },
        expected_bitrate_mbps: { p10: 0.7, p50: 0.9, p90: 1.1 },
        improvement_probability: 0.8,
      },
    ],
    regions: [{ encoder: 'libx265', parameter: 'preset', values: ['slow'], weight: 0.5, reason: words }],
  };
}
