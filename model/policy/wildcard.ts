/**
 * AWS wildcards: `*` is any run of characters (also none, also across `:` and `/`), `?` is exactly one. There is
 * no escape. Patterns of patterns are judged for an alphabet without end, which text is for this purpose.
 */

export const hasWildcard = (text: string): boolean => text.includes('*') || text.includes('?');

/** Does the whole of `text` match? Linear in practice, quadratic at worst: no regular expression to blow up. */
export const matchesWildcard = (pattern: string, text: string): boolean => {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p;
      p += 1;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      resume += 1;
      t = resume;
    } else return false;
  }
  while (p < pattern.length && pattern[p] === '*') p += 1;
  return p === pattern.length;
};

/**
 * Is every text that matches `narrow` also matched by `wide`? The wildcards of the narrow pattern stand for letters
 * that the wide one does not name, which are the hardest to match: only its own wildcards take them.
 */
export const coversWildcard = (wide: string, narrow: string): boolean =>
  swallows(wide, narrow) || (wide.includes('?') && coversByLength(wide, narrow));

/** Letter by letter, a `*` only by a `*`: exact where the wide pattern has no `?`. */
function swallows(wide: string, narrow: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < narrow.length) {
    const wanted = narrow[t];
    if (p < wide.length && wide[p] === '*') {
      star = p;
      p += 1;
      resume = t;
    } else if (p < wide.length && wanted !== '*' && (wide[p] === '?' || wide[p] === wanted)) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      resume += 1;
      t = resume;
    } else return false;
  }
  while (p < wide.length && wide[p] === '*') p += 1;
  return p === wide.length;
}

/** Patterns in policies are far below; beyond this the answer is no, which calls nothing covered that is not. */
const maxStates = 20_000;

/**
 * With a `?` in the wide pattern it matters how many letters a `*` of the narrow one stands for (`*?` covers `a*`):
 * every number is tried, until the places reached in the wide pattern come round again.
 */
function coversByLength(wide: string, narrow: string): boolean {
  const pending: { at: number; places: ReadonlySet<number> }[] = [{ at: 0, places: reach(wide, [0]) }];
  const seen = new Set<string>();
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    const { at, places } = state;
    const key = `${at}:${[...places].sort((a, b) => a - b).join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (places.size === 0 || seen.size > maxStates) return false;
    const letter = narrow[at];
    if (letter === undefined) {
      if (!places.has(wide.length)) return false;
    } else if (letter === '*') {
      pending.push({ at: at + 1, places }, { at, places: step(wide, places, undefined) });
    } else pending.push({ at: at + 1, places: step(wide, places, letter === '?' ? undefined : letter) });
  }
  return true;
}

/** Places after one letter; undefined is a letter that the pattern does not name. */
const step = (wide: string, places: ReadonlySet<number>, letter: string | undefined): ReadonlySet<number> =>
  reach(
    wide,
    [...places].flatMap((place) => {
      if (wide[place] === '*') return [place];
      return wide[place] === '?' || (letter !== undefined && wide[place] === letter) ? [place + 1] : [];
    }),
  );

/** A `*` may also be passed without a letter. */
function reach(wide: string, places: readonly number[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const start of places) {
    let place = start;
    found.add(place);
    while (wide[place] === '*') {
      place += 1;
      found.add(place);
    }
  }
  return found;
}

/** Is there a text that both patterns match? */
export const wildcardsMeet = (a: string, b: string): boolean => {
  // reachable[j]: the first i letters of `a` and the first j of `b` can be spelled by one text.
  let reachable = new Array<boolean>(b.length + 1).fill(false);
  reachable[0] = true;
  for (let j = 0; j < b.length && b[j] === '*'; j += 1) reachable[j + 1] = true;
  for (let i = 0; i < a.length; i += 1) {
    const next = new Array<boolean>(b.length + 1).fill(false);
    for (let j = 0; j <= b.length; j += 1) {
      if (a[i] === '*') {
        next[j] = reachable[j] === true || (j > 0 && next[j - 1] === true);
        continue;
      }
      if (j === 0) continue;
      if (b[j - 1] === '*') next[j] = reachable[j] === true || next[j - 1] === true;
      else next[j] = reachable[j - 1] === true && (a[i] === '?' || b[j - 1] === '?' || a[i] === b[j - 1]);
    }
    reachable = next;
  }
  return reachable[b.length] === true;
};
