import { campaignNameFor, collectClips } from '../../local/clips/collect.ts';
import { assertVideo } from '../../local/clips/probe.ts';
import type { Terminal } from '../../local/terminal.ts';
import { putClips as put } from '../put-clips.ts';
import { type StackOption, withDeployment } from './deployed.ts';

/** Checks a person's clips as local ones are checked, then puts them below their campaign in the bucket. @returns exit code. */
export async function putClips(
  paths: readonly string[],
  { campaign = campaignNameFor(paths), ...options }: StackOption & { readonly campaign?: string },
  terminal: Terminal,
): Promise<number> {
  const clips = collectClips(paths);
  for (const clip of clips) await assertVideo(clip, process.env);
  return withDeployment(options, async (deployment) => {
    await put(deployment, campaign, clips, ({ name }) => terminal.say(`putting ${name}`));
    const count = clips.length === 1 ? 'one clip' : `${clips.length} clips`;
    terminal.say(
      `campaign ${campaign} has ${count}: npm run aws -- start --campaign ${campaign} measures with them`,
    );
    return undefined;
  });
}
