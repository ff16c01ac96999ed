import { App } from 'aws-cdk-lib';
import { buildApp } from '../lib/synthesise.ts';

const app = new App();
try {
  buildApp(app);
} catch (error) {
  if (!(error instanceof Error) || error.name !== 'InvalidSettings') throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}
app.synth();
