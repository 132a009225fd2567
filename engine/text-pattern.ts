/** `*` stands for any characters, none included; everything else for itself. */
export const matchesPattern = (pattern: string, text: string): boolean => {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return text === first;
  const last = pieces.at(-1) ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  let place = first.length;
  const end = text.length - last.length;
  // The leftmost fit of each piece leaves the most room for the next: no going back, so no slow patterns.
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, place);
    if (found === -1 || found + piece.length > end) return false;
    place = found + piece.length;
  }
  return true;
};
