/** The name that somebody who typed this may have meant; `undefined` where none is close. */
export const nearestName = (typed: string, names: Iterable<string>): string | undefined => {
  let nearest: string | undefined;
  // A third of the letters may differ: beyond that, a suggestion misleads more than it helps.
  let least = Math.floor(Math.max(typed.length, 3) / 3) + 1;
  for (const name of names) {
    const distance = editDistance(typed.toLowerCase(), name.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
};

/** Letters to insert, delete or change; `most` where there are that many or more. */
const editDistance = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) >= most) return most;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? most;
};
