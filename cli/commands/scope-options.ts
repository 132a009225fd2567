/** Options that say what is scanned; `scan` and `permissions` share them, so that a policy fits its scan. */
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { severities } from '#model/severity.ts';

/** Repeated, or with commas: `--region eu-west-1,eu-west-2 --region us-east-1`. */
export const gather = (text: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  ...text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== ''),
];

export const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`It has to be a whole number, ${least} or more.`);
  };

export const addScopeOptions = (command: Command): Command =>
  command
    .option('--provider <clouds>', 'clouds to scan: aws, azure, gcp; repeat or use commas', gather)
    .option('--account <ids>', "account ids, 'caller' or 'organization'; repeat or use commas", gather)
    .option('--subscription <ids>', "Azure subscription ids, or 'all'; repeat or use commas", gather)
    .option(
      '--parent <names>',
      'of Google Cloud: organizations/<number>, folders/<number> or projects/<id>; repeat or use commas',
      gather,
    )
    .option('--region <names>', "regions, or 'enabled'; repeat or use commas", gather)
    .option('--kind <names>', 'kinds to list, such as AWS::S3::Bucket', gather)
    .option('--check <ids>', "checks to run; '*' stands for any characters: 'iam.*'", gather)
    .addOption(new Option('--severity <level>', 'run checks of this severity and above').choices(severities))
    .option('--role <name>', "role to assume in each account other than the caller's own")
    .addOption(
      new Option(
        '--inventory <way>',
        'AWS: from AWS Config where it records, else from the services (auto), or from one of them only',
      ).choices(['auto', 'config', 'direct']),
    )
    .option(
      '--aggregator <name@region>',
      'AWS Config aggregator to read all accounts from; name@region@account',
    );
