import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALL_SPACES } from '../../codec-task/codecs/spaces.ts';
import { parseRunInput } from '../../lambdas/planner/run-input.ts';
import { SYSTEM_PARTITIONS } from '../../lambdas/shared/names.ts';
import { Control } from '../../lambdas/shared/summary.ts';
import { RunInput } from '../../lambdas/shared/workflow.ts';
import { CONTEXT_KEYS } from '../../lib/context-keys.ts';
import { deployedProgram } from '../../lib/deployed/command/program.ts';
import { labProgram } from '../../lib/local/command/program.ts';
import { terminal } from '../../lib/local/terminal.ts';
import { resources, template } from './synthesised.ts';

const runbook = readFileSync('docs/runbook.md', 'utf8');

/** Headings of the third level below "Alarms". */
const sections = [
  ...(runbook.split('\n## Alarms\n')[1]?.split('\n## ')[0] ?? '').matchAll(/^### (.+)$/gm),
].map(([, heading]) => heading ?? '');
const alarms = resources('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const inputs = [...runbook.matchAll(/^```json\n([\s\S]*?)\n```$/gm)].map(([, text]) => text ?? '');

describe('the runbook', () => {
  it('has a section for each alarm, and no section without one', () => {
    expect(sections.toSorted()).toEqual(
      alarms.map(({ AlarmName }) => AlarmName.replace('CodecLab-', '')).sort(),
    );
  });

  it('is where every alarm sends its reader', () => {
    const anchors = sections.map((heading) => `docs/runbook.md#${heading.toLowerCase()}`);
    for (const { AlarmDescription } of alarms)
      expect(anchors).toContain(/docs\/runbook\.md#\w+/.exec(AlarmDescription)?.[0]);
  });

  it('says of each alarm what it means, where to look and what to do', () => {
    for (const heading of sections) {
      const text = runbook.split(`### ${heading}\n`)[1]?.split('\n### ')[0] ?? '';
      for (const part of ['**Means.**', '**Look.**', '**Do.**']) expect(text, heading).toContain(part);
    }
  });
});

describe('what the runbook tells to type', () => {
  it.each(inputs)('%s is an input that the planner takes', (text) => {
    expect(parseRunInput(JSON.parse(text), ALL_SPACES)).toMatchObject(JSON.parse(text));
  });

  it('covers one experiment, a strategy, a plan alone and another campaign', () => {
    const parsed = inputs.map((text) => RunInput.parse(JSON.parse(text)));
    expect(parsed.some(({ experiment }) => experiment !== undefined)).toBe(true);
    expect(parsed.some(({ strategy }) => strategy !== undefined)).toBe(true);
    expect(parsed.some(({ dryRun }) => dryRun)).toBe(true);
    expect(parsed.some(({ campaign }) => campaign !== 'default')).toBe(true);
  });

  it.each([
    ['npm run aws --', deployedProgram],
    ['npm start --', labProgram],
  ] as const)('%s is followed by commands and options that there are', (door, build) => {
    const commands = build(terminal(process.stdout), () => {}).commands;
    const typed = [...runbook.matchAll(new RegExp(`\`${door} ([^\`]+)\``, 'g'))].map(
      ([, text]) => text ?? '',
    );
    expect(typed.length).toBeGreaterThan(0);
    for (const text of typed) {
      const words = text.replace(/^-c \S+ /, '').split(' ');
      const command = commands.find((one) => one.name() === words[0]);
      expect(command, text).toBeDefined();
      const options = words.filter((word) => word.startsWith('--'));
      for (const option of options)
        expect(
          command?.options.map(({ long }) => long),
          text,
        ).toContain(option);
    }
  });

  it('names settings, outputs and saved queries that there are', () => {
    const settings = [...runbook.matchAll(/-c (\w+)=/g)].map(([, key]) => key);
    expect(settings.length).toBeGreaterThan(3);
    for (const key of settings) expect(CONTEXT_KEYS).toContain(key);
    const outputs = Object.keys(template.toJSON()['Outputs']);
    for (const output of ['AlarmsTopic', 'DashboardViewersPolicy', 'StateMachineConsole']) {
      expect(runbook).toContain(`\`${output}\``);
      expect(outputs).toContain(output);
    }
    const queries = resources('AWS::Logs::QueryDefinition').map(([, { Properties }]) => Properties.Name);
    const asked = [...runbook.matchAll(/saved query `([^`]+)`/g)].map(([, name]) => `CodecLab/${name}`);
    expect(asked.length).toBeGreaterThan(2);
    for (const name of asked) expect(queries).toContain(name);
  });

  it('pauses a campaign by an item that the planner reads as a pause', () => {
    const [, item] = /put-item --table-name \S+ --item '([^']+)'/.exec(runbook) ?? [];
    const typed: [string, Readonly<Record<string, unknown>>][] = Object.entries(JSON.parse(item ?? ''));
    const plain = Object.fromEntries(typed.map(([name, value]) => [name, Object.values(value)[0]]));
    expect(plain).toMatchObject({ campaign: SYSTEM_PARTITIONS.control, experiment_id: 'default' });
    expect(Control.parse(plain)).toMatchObject({ paused: true });
  });
});
