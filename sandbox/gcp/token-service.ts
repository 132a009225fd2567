/**
 * Google's token services on loopback: Security Token Service, which exchanges a request that an AWS role signed, and IAM
 * Credentials, which gives a token of a service account for that. Google asks AWS itself whether the request is genuine;
 * so does this, of the sandbox of AWS.
 *
 * Source: RFC 8693; Google Cloud IAM, "Configure Workload Identity Federation with AWS"; IAM Credentials API reference.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { answering, listen } from '../loopback.ts';

export interface GcpTokenOptions {
  /** `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>` */
  readonly provider: string;
  /** AWS account that the provider trusts, and the roles that its attribute condition lets in; any when left out. */
  readonly account: string;
  readonly roles?: readonly string[];
  /** That whoever came in may act as; none when left out. */
  readonly serviceAccount?: string;
  /** Address of the sandbox of AWS. */
  readonly aws: string;
  readonly now?: () => Date;
  /** Puts what it was sent into its refusals, as a careless proxy on the way might. */
  readonly echoes?: boolean;
}

export interface GcpTokens {
  /** In the place of sts.googleapis.com and iamcredentials.googleapis.com. */
  readonly endpoint: string;
  /** Whether a call with this header is of somebody who was let in. */
  accepts(authorization: string | undefined): boolean;
  /** Refuses from now on all that it gave. */
  revoke(): void;
  close(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body: object;
}

type Kind = 'federated' | 'account';

export const serveGcpTokens = async (options: GcpTokenOptions): Promise<GcpTokens> => {
  const { now = () => new Date() } = options;
  const given = new Map<string, { readonly kind: Kind; readonly until: number }>();
  const give = (kind: Kind): string => {
    const token = `ya29.${randomBytes(24).toString('base64url')}`;
    given.set(token, { kind, until: now().getTime() + 3_600_000 });
    return token;
  };
  const kindOf = (authorization: string | undefined): Kind | undefined => {
    const one = given.get(authorization?.replace(/^Bearer /, '') ?? '');
    return one !== undefined && one.until > now().getTime() ? one.kind : undefined;
  };

  const exchange = async (form: URLSearchParams): Promise<Reply> => {
    if (form.get('audience') !== `//iam.googleapis.com/${options.provider}`) {
      const words =
        'The target service indicated by the "audience" parameters is invalid. This might either be because the pool or provider is disabled or deleted or because it doesn\'t exist.';
      return oauthError('invalid_target', words);
    }
    if (form.get('subject_token_type') !== 'urn:ietf:params:aws:token-type:aws4_request') {
      return oauthError('invalid_request', 'Invalid value for "subject_token_type".');
    }
    const signed = readSigned(form.get('subject_token') ?? '');
    if (signed?.headers['x-goog-cloud-target-resource'] !== form.get('audience')) {
      return oauthError('invalid_grant', 'The subject token is not signed for this audience.');
    }
    const known = await askAws(options.aws, signed);
    if (known.status !== 200) {
      const words = `Received invalid AWS response of type ${known.status} with error message: ${known.body.slice(0, 200)}`;
      return oauthError('invalid_grant', words);
    }
    const arn = /<Arn>([^<]+)<\/Arn>/.exec(known.body)?.[1] ?? '';
    const account = /<Account>(\d{12})<\/Account>/.exec(known.body)?.[1];
    if (account !== options.account) {
      return oauthError('invalid_grant', `The AWS account ${account} is not the one of the provider.`);
    }
    const role = /assumed-role\/([^/]+)\//.exec(arn)?.[1] ?? '';
    if (options.roles !== undefined && !options.roles.includes(role)) {
      return oauthError(
        'unauthorized_client',
        'The given credential is rejected by the attribute condition.',
      );
    }
    return {
      status: 200,
      body: {
        access_token: give('federated'),
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        token_type: 'Bearer',
        expires_in: 3600,
      },
    };
  };

  const impersonate = (account: string, authorization: string | undefined): Reply => {
    if (kindOf(authorization) !== 'federated') {
      return apiError(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
    }
    if (account !== options.serviceAccount) {
      const words =
        "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).";
      return apiError(403, 'PERMISSION_DENIED', words);
    }
    const expireTime = new Date(now().getTime() + 3_600_000).toISOString();
    return { status: 200, body: { accessToken: give('account'), expireTime } };
  };

  const answer = async ({ url = '', headers }: IncomingMessage, body: string): Promise<Reply> => {
    if (url === '/v1/token') {
      const reply = await exchange(new URLSearchParams(body));
      if (options.echoes !== true || reply.status === 200) return reply;
      const { error, error_description: words } = reply.body as Record<string, string>;
      return { ...reply, body: { error, error_description: `${body} ${words}` } };
    }
    const account = /^\/v1\/projects\/-\/serviceAccounts\/([^/:]+):generateAccessToken$/.exec(url)?.[1];
    if (account !== undefined) return impersonate(decodeURIComponent(account), headers.authorization);
    return apiError(404, 'NOT_FOUND', 'The sandbox does not know this address.');
  };

  const server = createServer(
    answering(async (asked, response) => send(response, await answer(asked, await text(asked)))),
  );
  const { port, close } = await listen(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    // A federated token is let in where nobody has to be acted as.
    accepts: (authorization) =>
      kindOf(authorization) === (options.serviceAccount === undefined ? 'federated' : 'account'),
    revoke: () => given.clear(),
    close,
  };
};

interface Signed {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** `{url, method, headers: [{key, value}]}`, encoded as an address encodes it. */
const readSigned = (text: string): Signed | undefined => {
  try {
    const { url, method, headers } = JSON.parse(decodeURIComponent(text)) as {
      readonly url: string;
      readonly method: string;
      readonly headers: readonly { readonly key: string; readonly value: string }[];
    };
    return {
      url: new URL(url),
      method,
      headers: Object.fromEntries(headers.map(({ key, value }) => [key.toLowerCase(), value])),
    };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof URIError)
      return undefined;
    throw error;
  }
};

/** Sends it on as it was signed, to AWS's address on loopback. */
const askAws = (
  endpoint: string,
  { url, method, headers }: Signed,
): Promise<{ readonly status: number; readonly body: string }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(endpoint);
    const path = `${url.pathname}${url.search}`;
    const sent = request(
      { hostname, port, path, method, headers: { ...headers, host: url.host } },
      (answer) => {
        text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
      },
    );
    sent.once('error', reject);
    sent.end();
  });

const send = (response: ServerResponse, { status, body }: Reply): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const oauthError = (error: string, words: string): Reply => ({
  status: 400,
  body: { error, error_description: words },
});

const apiError = (code: number, status: string, message: string): Reply => ({
  status: code,
  body: { error: { code, status, message } },
});
