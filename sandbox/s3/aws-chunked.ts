/**
 * The body of a request with `content-encoding: aws-chunked`: hexadecimal size, optional extensions, CRLF, bytes, CRLF …,
 * ended by a chunk of size 0 and trailers (the checksum). A server that keeps the trailers corrupts what it stores.
 *
 * Source: Amazon S3 API Reference, "Transferring payload in multiple chunks".
 */
export const decodeAwsChunked = (raw: Buffer): Buffer => {
  const chunks: Buffer[] = [];
  let at = 0;
  while (at < raw.length) {
    const end = raw.indexOf('\r\n', at);
    if (end < 0) throw new RangeError('aws-chunked: a chunk has no size line');
    const size = Number.parseInt(raw.toString('latin1', at, end).split(';')[0] ?? '', 16);
    if (Number.isNaN(size)) throw new RangeError('aws-chunked: a chunk size is not hexadecimal');
    if (size === 0) break;
    chunks.push(raw.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(chunks);
};
