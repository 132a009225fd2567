/** Verdict shapes and the plumb line of severities: shape and word, so that nothing is told by colour alone. */
import type { Severity } from '#model/severity.ts';
import type { Markup } from './markup.ts';
import { constant, markup } from './markup.ts';

export type VerdictName = 'fail' | 'pass' | 'unknown' | 'not-applicable' | 'excepted' | 'manual';

/** A line from a fixed point to a bob, as far from true as the severity is bad: 62°, 42°, 24°, 9°. */
const plumb = (name: string, degrees: number): string => {
  const radians = (degrees * Math.PI) / 180;
  const x = (3 + 9 * Math.sin(radians)).toFixed(1);
  const y = (3 + 9 * Math.cos(radians)).toFixed(1);
  return `<symbol id="s-${name}" viewBox="0 0 16 16"><path d="M3 1v13" fill="none" stroke="currentColor" stroke-width="1" stroke-dasharray="1.5 1.5" opacity=".75"/><path d="M3 3 ${x} ${y}" fill="none" stroke="currentColor" stroke-width="1.7"/><circle cx="${x}" cy="${y}" r="2" fill="currentColor"/></symbol>`;
};

/** Once in each page; {@link verdict} and {@link severity} refer to it. */
export const sprite: Markup = constant(
  `<svg class="sprite" aria-hidden="true" focusable="false" width="0" height="0"><defs>
<symbol id="v-fail" viewBox="0 0 16 16"><path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor"/><path d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2" stroke="var(--page)" stroke-width="1.8" fill="none"/></symbol>
<symbol id="v-pass" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="m4.8 8.2 2.3 2.3 4.2-4.6" fill="none" stroke="currentColor" stroke-width="1.7"/></symbol>
<symbol id="v-unknown" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="3.4 1.8"/><path d="M6 6.5a2 2 0 1 1 2.9 1.8c-.6.3-.9.6-.9 1.2" fill="none" stroke="currentColor" stroke-width="1.4"/><circle cx="8" cy="11.4" r=".9" fill="currentColor"/></symbol>
<symbol id="v-not-applicable" viewBox="0 0 16 16"><path d="M3.5 8h9" stroke="currentColor" stroke-width="1.7"/></symbol>
<symbol id="v-excepted" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M8 4.2V8l2.6 1.6" fill="none" stroke="currentColor" stroke-width="1.5"/></symbol>
<symbol id="v-manual" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M8 4v5" stroke="currentColor" stroke-width="1.6"/><circle cx="8" cy="11.4" r=".9" fill="currentColor"/></symbol>
${plumb('critical', 62)}${plumb('high', 42)}${plumb('medium', 24)}${plumb('low', 9)}
<symbol id="logo" viewBox="0 0 20 24"><path d="M3 2.5h14M10 2.5v13" stroke="currentColor" stroke-width="2" fill="none"/><path d="M6.8 14.5h6.4L10 22z" fill="currentColor"/></symbol>
<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0v6" stroke="var(--unknown)" stroke-width="4"/></pattern>
</defs></svg>`,
);

const use = (id: string): Markup =>
  markup`<svg class="icon" aria-hidden="true" focusable="false"><use href="#${id}"></use></svg>`;

export const logo: Markup = use('logo');

/** The shape, and the words that stand for it; a word is never left out. */
export const verdict = (verdictName: VerdictName, words: string | Markup): Markup =>
  markup`<span class="verdict ${verdictName}">${use(`v-${verdictName}`)}<span>${words}</span></span>`;

export const severity = (level: Severity): Markup =>
  markup`<span class="severity ${level}">${use(`s-${level}`)}<span>${level}</span></span>`;
