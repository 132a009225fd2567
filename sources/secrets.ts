/**
 * Finds secrets in what a cloud hands over, so that none of them leaves `sources/`: what is kept is which detector
 * saw one, and where. Formats are the vendors' own published ones.
 */

interface Detector {
  readonly name: string;
  /** Global, so that every occurrence is replaced. */
  readonly pattern: RegExp;
}

/** Prefixes are fixed by the vendors; each expression is linear in the length of the text. */
const detectors: readonly Detector[] = [
  // A block that was cut off counts too, so the closing line is not asked for.
  {
    name: 'private-key',
    pattern:
      /-----BEGIN (?:[A-Z]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=\s\\:,-]{0,16384}(?:-----END (?:[A-Z]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----)?/g,
  },
  { name: 'aws-access-key', pattern: /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])/g },
  { name: 'github-token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})\b/g },
  { name: 'gitlab-token', pattern: /\bglpat-[A-Za-z0-9_-]{20,64}/g },
  { name: 'slack-app-token', pattern: /\bxapp-[A-Za-z0-9-]{20,250}/g },
  { name: 'slack-token', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,250}/g },
  {
    name: 'slack-webhook',
    pattern: /\bhttps:\/\/hooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9/_-]{20,200}/g,
  },
  { name: 'stripe-key', pattern: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,250}\b/g },
  { name: 'google-api-key', pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
  { name: 'google-oauth-secret', pattern: /\bGOCSPX-[A-Za-z0-9_-]{28,64}/g },
  { name: 'docker-token', pattern: /\bdckr_pat_[A-Za-z0-9_-]{20,64}/g },
  { name: 'vault-token', pattern: /\bhv[sbr]\.[A-Za-z0-9_-]{24,200}/g },
  { name: 'hugging-face-token', pattern: /\bhf_[A-Za-z0-9]{30,64}\b/g },
  { name: 'databricks-token', pattern: /\bdapi[0-9a-f]{32}\b/g },
  { name: 'digitalocean-token', pattern: /\bdo[oprt]_v1_[0-9a-f]{64}\b/g },
  { name: 'shopify-token', pattern: /\bshp(?:at|ca|pa|ss)_[0-9a-f]{32}\b/gi },
  { name: 'sendgrid-key', pattern: /\bSG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}/g },
  { name: 'npm-token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { name: 'pypi-token', pattern: /\bpypi-[A-Za-z0-9_-]{50,500}/g },
  { name: 'twilio-key', pattern: /\bSK[0-9a-f]{32}\b/g },
  { name: 'openai-key', pattern: /\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,250}/g },
  {
    name: 'azure-storage-key',
    pattern: /\bAccountKey=[A-Za-z0-9+/]{80,100}={0,2}/g,
  },
  { name: 'azure-shared-access-key', pattern: /\bSharedAccessKey=[A-Za-z0-9+/]{40,100}={0,2}/g },
  { name: 'azure-sas', pattern: /(?<=[?&;]sig=)[A-Za-z0-9+/%]{40,128}={0,2}/g },
  { name: 'bearer-token', pattern: /(?<=\bBearer\s{1,3})[A-Za-z0-9._~+/-]{20,2000}={0,2}/gi },
  // scheme://user:password@host; the password may not be a placeholder such as ${PASSWORD}.
  {
    name: 'connection-string',
    pattern:
      /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/?#@"'\\]{0,128}:[^\s/?#@"'\\${<][^\s/?#@"'\\]{2,256}@[^\s/"'\\]{1,255}/gi,
  },
  {
    name: 'json-web-token',
    pattern: /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{16,2000}/g,
  },
];

/**
 * What is given to a name that says secret: `Password=…;` of a connection string, `--password=…`, a line of an environment.
 * Not a reference, nor a word that stands for one.
 */
const assigned: Detector = {
  name: 'assigned-secret',
  pattern:
    /(?<=(?:passwor[dt]|passwd|pwd|secret|token|(?:api|access|private|signing)[_.-]?key)\s{0,3}=\s{0,3}["']?)(?!arn:|changeme|example|https?:|projects\/|ssm:|vault:|secretsmanager:|placeholder|undefined)[^\s"'&;,\\$({<*[/][^\s"'&;,\\]{7,255}/gi,
};

/** One pass that tells almost every text without a secret apart from those worth looking at closely. */
const suspicion =
  /PRIVATE KEY|AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|hooks\.slack\.com|[rs]k_(?:live|test)_|AIza|\bSG\.|npm_|pypi-|\bSK[0-9a-f]{32}|\bsk-|AccountKey=|xapp-|GOCSPX-|dckr_pat_|\bhv[sbr]\.|hf_[A-Za-z0-9]{30}|dapi[0-9a-f]{32}|do[oprt]_v1_|shp(?:at|ca|pa|ss)_|[Bb]earer\s|:\\?\/\\?\/[^\s/"'\\]{0,128}:[^\s/"'\\]{1,256}@|eyJ[A-Za-z0-9_-]{10}/;

/** Kept apart, since few texts have the sign and its words are read in any case. */
const assignment =
  /(?:passwor[dt]|passwd|pwd|secret|token|(?:api|access|private|signing)[_.-]?key|sharedaccesskey|[?&;]sig)\s{0,3}=/i;

/** False means that no detector can find anything in the text; true, that it is worth looking. */
export const mayHoldSecret = (text: string): boolean =>
  suspicion.test(text) || (text.includes('=') && assignment.test(text));

const mark = (detector: string): string => `‹secret:${detector}›`;

/** The text with each secret replaced by `‹secret:<detector>›`. */
export const redactText = (text: string): string => {
  if (!mayHoldSecret(text)) return text;
  let redacted = text;
  for (const { name, pattern } of [...detectors, assigned]) redacted = redacted.replace(pattern, mark(name));
  return redacted;
};

/** Variables that by their name hold a secret; `_ARN`, `_PATH`, `_ID` and the like name where one is kept. */
const secretName =
  /(?:^|[_.-])(?:pass|passphrase|pwd|tokens?|api[_.-]?keys?|access[_.-]?keys?|private[_.-]?key|auth[_.-]?key|signing[_.-]?key|encryption[_.-]?key|credentials?)(?:$|[_.-])|passwor[dt]|passwd|secret|apikey/i;
const pointerName =
  /(?:arn|path|file|dir|name|url|uri|endpoint|region|bucket|table|header|ttl|expiry|expiration|timeout|length|algorithm|type|enabled|required|prefix|version|_id|policy)$/i;

/** References that are resolved at run time, and words that stand for "nothing here". */
const reference =
  /^(?:arn:|\{\{resolve:|\$\{|\$\(|ssm:|secretsmanager:|vault:|projects\/|https?:\/\/[^@]*$|<[^>]*>$|\*+$|x+$|true$|false$|none$|null$|undefined$|changeme$|example$|-?\d{1,5}$)/i;

/**
 * The detector that a named value sets off, by what it looks like or by a name that says what it holds.
 * Undefined when it looks harmless.
 */
export const secretIn = (name: string, value: string): string | undefined => {
  if (mayHoldSecret(value)) {
    for (const detector of [...detectors, assigned]) {
      detector.pattern.lastIndex = 0;
      if (detector.pattern.test(value)) {
        detector.pattern.lastIndex = 0;
        return detector.name;
      }
    }
  }
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  if (!secretName.test(spaced) || pointerName.test(spaced) || reference.test(value.trim())) return undefined;
  // AWS secret access keys are 40 characters of base64, told by the name alone.
  if (/secret[_.-]?access[_.-]?key/i.test(spaced) && /^[A-Za-z0-9/+]{40}$/.test(value))
    return 'aws-secret-key';
  return value.length >= 8 && entropy(value) >= 2.5 ? 'named-secret' : undefined;
};

/** Shannon entropy in bits a character: words are near 2, random text of 16 characters near 4. */
const entropy = (text: string): number => {
  const counts = new Map<string, number>();
  let length = 0;
  for (const character of text) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
    length += 1;
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / length) * Math.log2(count / length);
  return bits;
};

/** The value of a tag or the like as it may be kept. */
export const redactNamed = (name: string, value: string): string => {
  const detector = secretIn(name, value);
  if (detector === undefined) return value;
  return detector === 'named-secret' || detector === 'aws-secret-key' ? mark(detector) : redactText(value);
};

/** Deep copy with every string redacted, keys too; meant for trees that `mayHoldSecret` has warned of. */
export const redactTree = (value: unknown): unknown => {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(redactTree);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) copy[redactText(key)] = redactTree(item);
  return copy;
};
