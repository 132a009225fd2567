/** A body as bytes, in pieces that are worth a write: a format hands over a row at a time. */

const pieceSize = 64 * 1024;

/** Lone surrogates become U+FFFD, as UTF-8 has none. */
export async function* bytesOf(
  body: AsyncIterable<string | Uint8Array> | Iterable<string>,
): AsyncGenerator<Uint8Array> {
  let text = '';
  for await (const chunk of body) {
    if (typeof chunk === 'string') {
      text += chunk;
      if (text.length < pieceSize) continue;
      // A pair must not be torn by the end of a piece: its first half waits for the second.
      const torn = /[\ud800-\udbff]$/u.test(text) ? 1 : 0;
      yield Buffer.from(text.slice(0, text.length - torn));
      text = text.slice(text.length - torn);
      continue;
    }
    if (text !== '') yield Buffer.from(text);
    text = '';
    yield chunk;
  }
  if (text !== '') yield Buffer.from(text);
}
