/** Fields that hold a time, and so differ between runs. */
const TIMES = new Set(['wall_seconds', 'cpu_seconds', 'started_at', 'experiment_id', 'metrics_cpu_seconds']);

/** A result without the times in it and without its id, which is made from one. */
export function withoutTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !TIMES.has(name))
      .map(([name, inner]) => [name, withoutTimes(inner)]),
  );
}
