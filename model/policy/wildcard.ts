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
 * Is every text that matches `narrow` also matched by `wide`? A `*` of the narrow pattern stands for texts that no
 * letter of the wide one foresees, so only a `*` can swallow it.
 */
export const coversWildcard = (wide: string, narrow: string): boolean => {
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
};

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
