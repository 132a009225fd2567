/** Optimal string alignment distance: an insertion, deletion, replacement or swap of neighbours counts one. */
const distance = (a: string, b: string): number => {
  let before: readonly number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_none, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + change,
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, (before[column - 2] ?? 0) + 1);
      }
      current.push(least);
    }
    before = last;
    last = current;
  }
  return last[b.length] ?? 0;
};

/** The name that was probably meant; undefined where none is near (a third of the letters, at least two). */
export const nearest = (word: string, names: Iterable<string>): string | undefined => {
  // Longer words than any name are not worth the square of their length.
  if (word.length > 100) return undefined;
  const lower = word.toLowerCase();
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const far = distance(lower, name.toLowerCase());
    if (far <= Math.max(2, Math.floor(name.length / 3)) && (best === undefined || far < best.distance)) {
      best = { name, distance: far };
    }
  }
  return best?.name;
};
