/** Percent-encoding as RFC 3986 has it. */
import type { JsonObject } from '#sandbox/estate/series.ts';

/** What encodeURIComponent leaves alone beyond the unreserved characters is encoded too. */
export const encodeRfc3986 = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** How IAM hands out policy documents. */
export const encodeDocument = (document: JsonObject): string => encodeRfc3986(JSON.stringify(document));
