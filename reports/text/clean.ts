/** Every name, tag and value comes from a cloud and may be written by an attacker: nothing of it reaches a screen raw. */

/**
 * Bidirectional controls reorder what follows them; zero-width ones and tags hide text or split words that are searched
 * for; noncharacters stand for nothing, and can't stand in XML.
 */
const direction =
  '\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\ufffe\\uffff\\u{e0000}-\\u{e007f}';
/** C0 (ESC among them), DEL, C1, and the two line separators that JavaScript and terminals break lines at. */
const control = '\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029';

const lineBreaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;
const unsafe = new RegExp(`[${control}${direction}]`, 'gu');

/** What acts on a terminal or can't be seen in a text. */
export { unsafe as unseen };

/** More than anything here shows; what is longer was written to keep a reader busy, and ends with `…`. */
const longestLooked = 65_536;

const bounded = (text: string): string =>
  text.length > longestLooked ? `${text.slice(0, longestLooked).toWellFormed()}…` : text.toWellFormed();

/** A name for showing on one line: controls go, line breaks and tabs become a space, lone surrogates U+FFFD. */
export const cleanName = (text: string): string =>
  bounded(text).replace(lineBreaks, ' ').replace(unsafe, '').trim();

/** A value for showing verbatim: what {@link cleanName} removes stands there as `\u202e`, so that it is seen. */
export const visibleValue = (text: string): string =>
  bounded(text).replace(
    unsafe,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a reader counts as one character; a cut never falls into one. */
const graphemes = (text: string): readonly string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

/** Two columns in a terminal: East Asian wide and full-width forms, and emoji. */
const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}])/u;
const plain = /^[\x20-\x7e]*$/u;

const graphemeWidth = (grapheme: string): number => {
  if (/^\p{Mark}/u.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
};

/** Columns that a text takes in a terminal; it has no colour codes yet. */
export const columns = (text: string): number =>
  plain.test(text)
    ? text.length
    : graphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);

/** Segments no further than there is room: most texts that are cut are far longer than their column. */
const prefix = (text: string, room: number): string => {
  let used = 0;
  let out = '';
  for (const { segment } of segmenter.segment(text)) {
    used += graphemeWidth(segment);
    if (used > room) break;
    out += segment;
  }
  return out;
};

const exceeds = (text: string, width: number): boolean => {
  if (plain.test(text)) return text.length > width;
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    used += graphemeWidth(segment);
    if (used > width) return true;
  }
  return false;
};

const suffix = (parts: readonly string[], room: number): string => {
  let used = 0;
  let from = parts.length;
  while (from > 0) {
    used += graphemeWidth(parts[from - 1] ?? '');
    if (used > room) break;
    from -= 1;
  }
  return parts.slice(from).join('');
};

/**
 * More UTF-16 units than this for each column are not looked at: one visible character with a thousand marks is an
 * attack, and segmenting a megabyte for sixty columns takes as long as one.
 */
const unitsPerColumn = 16;

const tooLong = (text: string, width: number): boolean =>
  text.length > width * unitsPerColumn || exceeds(text, width);

/** Cuts in the middle, where two names of one family are most alike; both ends stay. */
export const cutMiddle = (text: string, width: number, mark = '…'): string => {
  if (!tooLong(text, width)) return text;
  const units = width * unitsPerColumn;
  const first = text.slice(0, units).toWellFormed();
  const room = width - mark.length;
  if (room < 2) return prefix(first, width);
  const last = graphemes(text.slice(-units).toWellFormed());
  const head = prefix(first, Math.floor(room / 2));
  return `${head}${mark}${suffix(last, room - columns(head))}`;
};

export const cutEnd = (text: string, width: number, mark = '…'): string =>
  tooLong(text, width)
    ? `${prefix(text.slice(0, width * unitsPerColumn).toWellFormed(), Math.max(0, width - mark.length))}${mark}`
    : text;
