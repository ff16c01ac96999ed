import { type Html, html } from './html.ts';

export type Theme = 'light' | 'dark';

/** Foregrounds for the console's own backgrounds, each with a contrast of at least 4.5 to 1 there. */
const COLOURS = {
  light: {
    text: '#0f141a',
    faint: '#5f6b7a',
    line: '#c6c6cd',
    good: '#00704a',
    bad: '#b3190d',
    mark: '#0050c8',
  },
  dark: {
    text: '#d1d5db',
    faint: '#9ba7b6',
    line: '#414d5c',
    good: '#4ac894',
    bad: '#ff8a80',
    mark: '#7cb8ff',
  },
} as const satisfies Record<Theme, Record<string, string>>;

/** A widget's whole answer: its content, styled for the console's theme, and when it was read. */
export function page(content: Html, { theme, now }: { theme: Theme; now: Date }): string {
  return html`${style(theme)}<div class="codec-lab-${theme}">${content}<p class="faint">Last updated ${instant(now)} UTC</p></div>`
    .markup;
}

/** An instant as `2026-11-23 06:00`, UTC. */
export function instant(date: Date): string {
  return date.toISOString().slice(0, 16).replace('T', ' ');
}

/** Named by its theme: all widgets of a dashboard share one document, and a rule of one would colour the others. */
function style(theme: Theme): Html {
  const { text, faint, line, good, bad, mark } = COLOURS[theme];
  return html`<style>
.codec-lab-${theme}{color:${text};font:14px/1.45 "Amazon Ember","Helvetica Neue",Roboto,Arial,sans-serif;overflow-wrap:break-word}
.codec-lab-${theme} p,.codec-lab-${theme} ul,.codec-lab-${theme} table{margin:0 0 10px}
.codec-lab-${theme} h4{margin:14px 0 4px;font-size:14px;color:${text}}
.codec-lab-${theme} ul{padding-left:18px}
.codec-lab-${theme} table{border-collapse:collapse;width:100%;font:inherit}
.codec-lab-${theme} th,.codec-lab-${theme} td{text-align:left;vertical-align:top;padding:3px 10px 3px 0;border-bottom:1px solid ${line};color:${text};background:none}
.codec-lab-${theme} th{font-weight:600;color:${faint}}
.codec-lab-${theme} .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.codec-lab-${theme} .faint{color:${faint};font-size:12px}
.codec-lab-${theme} .id{color:${faint};font-size:12px;white-space:nowrap}
.codec-lab-${theme} .good{color:${good}}
.codec-lab-${theme} .bad{color:${bad}}
.codec-lab-${theme} .bar{height:10px;border:1px solid ${line};margin:2px 0 8px;display:flex}
.codec-lab-${theme} .spent{background:${mark}}
.codec-lab-${theme} .set-aside{background:${mark};opacity:.4}
.codec-lab-${theme} svg{display:block;margin:0 0 10px}
.codec-lab-${theme} svg text{fill:${faint};font-size:11px}
.codec-lab-${theme} svg .axis{stroke:${line}}
.codec-lab-${theme} svg .diagonal{stroke:${faint};stroke-dasharray:4 4}
.codec-lab-${theme} svg .range{stroke:${mark};opacity:.45}
.codec-lab-${theme} svg .inside{fill:${mark}}
.codec-lab-${theme} svg .outside{fill:${bad}}
</style>`;
}
