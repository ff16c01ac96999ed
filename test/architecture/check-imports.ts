import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importFaults, readImports } from './imports.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const imports = readImports(root, ['bin', 'lib', 'lambdas', 'codec-task']);
const faults = importFaults(imports);
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(`${imports.length} imports checked, ${faults.length} go the wrong way\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
