import { App } from 'aws-cdk-lib';
import { NamedError } from '../lambdas/shared/errors.ts';
import { addCodecLab } from '../lib/codec-lab-app.ts';
import { parseConfig } from '../lib/config.ts';
import { requireWithinCap } from '../lib/within-cap.ts';

const app = new App();
try {
  const context = app.node.getAllContext();
  // Here alone: the local machine pays nobody.
  requireWithinCap(parseConfig(context));
  addCodecLab(app, context);
} catch (error) {
  // A wrong setting is the person's to mend and needs no stack trace; anything else is ours.
  if (!(error instanceof NamedError)) throw error;
  process.stderr.write(`${error.name}: ${error.message}\n`);
  process.exit(2);
}
app.synth();
