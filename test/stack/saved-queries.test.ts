import { describe, expect, it } from 'vitest';
import { resources } from './synthesised.ts';

const queries = resources('AWS::Logs::QueryDefinition').map(([, { Properties }]) => Properties);

describe('the saved queries', () => {
  it('look into the logs of planner, recorder, widget and task at once, and are found below one name', () => {
    expect(queries.length).toBeGreaterThan(4);
    for (const { Name, LogGroupNames } of queries) {
      expect(Name).toMatch(/^CodecLab\/\w/);
      expect(LogGroupNames).toHaveLength(4);
    }
  });

  it('of a run and of an experiment ask by the fields that every line has, and leave progress out', () => {
    const text = (name: string) => queries.find(({ Name }) => Name === `CodecLab/${name}`)?.QueryString;
    expect(text('One run')).toContain("filter run_id = 'PASTE'");
    expect(text('One experiment')).toContain("filter experiment_id = 'PASTE'");
    expect(text('One run')).toContain('not ispresent(fraction)');
  });
});
