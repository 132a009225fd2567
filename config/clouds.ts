/** The clouds of one scan, each as a source. */
import type { Provider } from '#model/resource.ts';
import type { Source, SourceUsage } from '#model/source.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { awsSource } from '#sources/aws/source.ts';
import type { AzureOptions } from '#sources/azure/options.ts';
import { azureSource } from '#sources/azure/source.ts';
import type { GcpOptions } from '#sources/gcp/options.ts';
import { gcpSource } from '#sources/gcp/source.ts';
import { awsOptionsOf } from './aws-options.ts';
import { azureOptionsOf } from './azure-options.ts';
import { gcpOptionsOf } from './gcp-options.ts';
import type { Configuration } from './schema.ts';

/** How each cloud is reached; one that is left out is not scanned. */
export interface Clouds {
  readonly aws?: AwsOptions;
  readonly azure?: AzureOptions;
  readonly gcp?: GcpOptions;
}

/**
 * Those that the configuration names under `providers`.
 *
 * @param folder what paths in the configuration are relative to.
 */
export const cloudsOf = (configuration: Configuration, folder: string): Clouds => {
  const { providers } = configuration;
  return {
    ...(providers.includes('aws') ? { aws: awsOptionsOf(configuration, folder) } : {}),
    ...(providers.includes('azure') ? { azure: azureOptionsOf(configuration, folder) } : {}),
    ...(providers.includes('gcp') ? { gcp: gcpOptionsOf(configuration, folder) } : {}),
  };
};

export const sourcesOf = ({ aws, azure, gcp }: Clouds): readonly Source[] => [
  ...(aws === undefined ? [] : [awsSource(aws)]),
  ...(azure === undefined ? [] : [azureSource(azure)]),
  ...(gcp === undefined ? [] : [gcpSource(gcp)]),
];

/** Cloud → what it was asked so far. */
export const usagesOf = (
  sources: readonly Source[],
): ReadonlyMap<Provider, Pick<SourceUsage, 'calls' | 'throttled'>> =>
  new Map(sources.map((source) => [source.provider, source.usage()]));
