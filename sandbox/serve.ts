/** The sandbox as a service of its own, for people who write checks or try the command line. */
import type { AzureTokens } from './azure/tokens.ts';
import type { Sandbox } from './contract.ts';
import { demoEstateDirectory } from './demo-estate.ts';
import { loadEstate } from './estate/load.ts';
import { type SandboxOptions, startSandbox } from './start.ts';

export interface ServeOptions extends Omit<SandboxOptions, 'estate'> {
  /** The estate that comes with Plumbline when left out. */
  readonly estateDirectory?: string;
}

export const serveSandbox = async ({
  estateDirectory = demoEstateDirectory,
  ...options
}: ServeOptions = {}): Promise<Sandbox> =>
  startSandbox({ ...options, estate: await loadEstate(estateDirectory) });

/**
 * What a person sets to point the vendor's own tools at it, one line each. The credentials are made up and work
 * nowhere else.
 */
export const environmentLines = (sandbox: Sandbox): readonly string[] => [
  `export AWS_ENDPOINT_URL=${sandbox.endpoint}`,
  `export AWS_ACCESS_KEY_ID=${sandbox.credentials.accessKeyId}`,
  `export AWS_SECRET_ACCESS_KEY=${sandbox.credentials.secretAccessKey}`,
  `export AWS_REGION=${sandbox.homeRegion}`,
  // Tools in Python know this one only.
  `export AWS_DEFAULT_REGION=${sandbox.homeRegion}`,
];

/**
 * The same for Azure, whose tools take no token from a variable: they ask where a managed identity would, and only
 * there. (Azure Identity for JavaScript, "Exclude a credential type category".)
 */
export const azureEnvironmentLines = ({ endpoint, header }: AzureTokens): readonly string[] => [
  'export AZURE_TOKEN_CREDENTIALS=ManagedIdentityCredential',
  `export IDENTITY_ENDPOINT=${endpoint}`,
  `export IDENTITY_HEADER=${header}`,
];
