/** What several operations of AWS Config share. */
import type { AggregatorFacts } from '#sandbox/estate/estate.ts';
import { globalKinds, recordsKind } from '#sandbox/estate/recording.ts';
import { type Call, type Refusal, refuse } from '#sandbox/protocol/call.ts';
import type { ServiceContext } from './service.ts';

export const invalidToken: Refusal = refuse(
  400,
  'InvalidNextTokenException',
  'The nextToken provided is invalid',
);

export const recordsGlobalKinds = (context: ServiceContext, account: string, region: string): boolean =>
  context.accounts
    .get(account)
    ?.recorders.some(
      (recorder) => recorder.region === region && globalKinds.some((kind) => recordsKind(recorder, kind)),
    ) ?? false;

export const findAggregator = (
  call: Call,
  context: ServiceContext,
): Refusal | { readonly type: 'aggregator'; readonly facts: AggregatorFacts } => {
  const name = call.input['ConfigurationAggregatorName'];
  const facts = context.estate.aggregators.find(
    (one) => one.name === name && one.account === call.account && one.region === call.region,
  );
  return facts === undefined
    ? refuse(
        400,
        'NoSuchConfigurationAggregatorException',
        `The configuration aggregator '${name}' does not exist.`,
      )
    : { type: 'aggregator', facts };
};

export const aggregatorCovers = (aggregator: AggregatorFacts, region: string): boolean =>
  region === 'global' || aggregator.regions.includes(region);
