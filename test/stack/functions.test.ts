import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../lambdas/shared/settings.ts';
import { settingsFrom } from '../../lib/context-keys.ts';
import { TEST_CONTEXT } from '../support/synthesis.ts';
import { assemblyDirectory, type Resource, resources } from './synthesised.ts';

const functions = resources('AWS::Lambda::Function');
const variables = ({ Properties }: Resource): Record<string, unknown> => Properties.Environment.Variables;
const folderOf = ({ Properties }: Resource) =>
  join(assemblyDirectory, `asset.${Properties.Code.S3Key.replace(/\.zip$/, '')}`);

describe('every function', () => {
  it('is one that this project wrote', () => {
    expect(functions.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'PlanningPlanner',
      'RecordingRecorder',
      'WidgetsWidget',
    ]);
  });

  it.each(functions)(
    '%s runs Node 24 on ARM64, is traced and has a log of its own',
    (_id, { Properties }) => {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogGroup: { Ref: expect.any(String) } },
      });
      expect(variables({ Type: '', Properties })['NODE_OPTIONS']).toBe('--enable-source-maps');
    },
  );

  it.each(functions)('%s loads as it is deployed, with nothing but its own environment', (_id, resource) => {
    const names = Object.keys(variables(resource)).filter((name) => name !== 'LAB_SETTINGS');
    const environment = Object.fromEntries(
      names.map((name) => [name, name === 'ARTIFACTS_URL' ? 's3://bucket' : 'table']),
    );
    const program = pathToFileURL(join(folderOf(resource), 'index.mjs')).href;
    const script = `import(${JSON.stringify(program)}).then(({ handler }) => console.log(typeof handler))`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--eval', script], {
      encoding: 'utf8',
      env: { ...environment, NODE_OPTIONS: '', LAB_SETTINGS: JSON.stringify(parseSettings({})) },
    });
    expect(stderr).toBe('');
    expect(stdout.trim()).toBe('function');
  });

  it.each(functions)('%s is under 1.6 MB and names no path of the machine that built it', (_id, resource) => {
    const folder = folderOf(resource);
    expect(statSync(join(folder, 'index.mjs')).size).toBeLessThan(1_600_000);
    const { sources } = JSON.parse(readFileSync(join(folder, 'index.mjs.map'), 'utf8'));
    const outside = (source: string) => !/^\.\.\/\.\.\/(lambdas|codec-task|node_modules)\//.test(source);
    expect(sources.filter(outside)).toEqual([]);
  });
});

describe('the planner', () => {
  const [, planner] = functions[0] ?? [];

  it('is handed the settings whole', () => {
    const given = JSON.parse(String(planner && variables(planner)['LAB_SETTINGS']));
    expect(given).toEqual(parseSettings(settingsFrom(TEST_CONTEXT)));
  });

  it('has a quarter of an hour and knows no secret unless one is named', () => {
    expect(planner?.Properties.Timeout).toBe(900);
    expect(planner && Object.keys(variables(planner))).not.toContain('ANTHROPIC_SECRET_ID');
  });
});
