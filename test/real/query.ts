/** The Query protocol of AWS, for services whose client is needed nowhere else. */
import type { Place } from './account/place.ts';

export interface QueryService {
  /** As it is signed for: `cloudformation`. */
  readonly name: string;
  /** Of its API. */
  readonly version: string;
}

/**
 * The answer's XML.
 *
 * @throws Error with the server's words where it refuses.
 */
export const askQuery = async (
  { settings }: Place,
  service: QueryService,
  words: Readonly<Record<string, string>>,
): Promise<string> => {
  const { accessKeyId, sessionToken } = settings.credentials;
  const answer = await fetch(settings.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      // The server tells the service and the account by it, and looks at no signature.
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261125/${settings.region}/${service.name}/aws4_request, SignedHeaders=host, Signature=0`,
      ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
    },
    body: new URLSearchParams({ Version: service.version, ...words }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${words['Action']}: ${answer.status} ${text}`);
  return text;
};
