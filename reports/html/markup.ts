/** Templates that escape every value; nothing else here writes HTML from a value. */
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { cleanName, cutEnd, visibleValue } from '../text/clean.ts';

export type Markup = HtmlEscapedString;
type Value = string | number | Markup | readonly (string | Markup)[];

/** A template without promises in it, so that its value is at hand. */
export const markup = (strings: TemplateStringsArray, ...values: readonly Value[]): Markup => {
  const made = html(strings, ...values);
  if (made instanceof Promise) throw new TypeError('a template of a report waits for nothing');
  return made;
};

/** Own constant markup only, never anything that a cloud or a person wrote. */
export const constant = (text: string): Markup => raw(text) as Markup;

export const nothing: Markup = constant('');

export const when = (condition: boolean, make: () => Markup): Markup => (condition ? make() : nothing);

export const each = <T>(items: readonly T[], make: (item: T, index: number) => Markup): readonly Markup[] =>
  items.map(make);

/** No cloud's id is longer than 2,048 characters; what is longer was written to break a page. */
const longest = 2_048;

/** A name on one line, in its own direction. */
export const name = (text: string): Markup => markup`<bdi>${cutEnd(cleanName(text), longest)}</bdi>`;

/** What can be pasted: ids, paths, values. */
export const code = (text: string): Markup => markup`<code>${cutEnd(visibleValue(text), longest)}</code>`;
