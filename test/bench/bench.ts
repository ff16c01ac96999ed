/**
 * Figures of speed and size as JSON on standard output. Nothing is asserted: machines differ and are noisy.
 *
 *   npm run bench              everything
 *   npm run bench -- planner   only the parts named: planner, features, hybrid-decode, bundles, makespan,
 *                              memory
 *   npm run bench -- quick     makespans of the smaller size alone, measured once
 */
import { measureBundles } from './bundles.ts';
import { measureFeatures } from './features.ts';
import { measureHybridDecode } from './hybrid-decode.ts';
import { measureMakespan } from './makespan.ts';
import { measureMemory } from './memory.ts';
import { measurePlanner } from './planner.ts';

const PARTS = {
  planner: measurePlanner,
  features: measureFeatures,
  'hybrid-decode': measureHybridDecode,
  bundles: measureBundles,
  makespan: measureMakespan,
  memory: measureMemory,
} as const;

const quick = process.argv.includes('quick');
const asked = process.argv.slice(2).filter((name) => name !== 'quick');
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  process.stderr.write(`no part ${unknown.join(', ')}: choose from ${Object.keys(PARTS).join(', ')}\n`);
  process.exit(2);
}
const report: Record<string, unknown> = {
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
};
for (const [name, measure] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stderr.write(`measuring ${name}\n`);
  report[name] = await measure(quick);
}
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
