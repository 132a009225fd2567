/**
 * The flow of a scheduled scan in the Amazon States Language, written to `state-machine.asl.json` by `npm run generate`.
 * States carry keys of the store and numbers, never what stands there: a state holds 256 KiB at most.
 *
 * Names in `${}` are what serverless.yml substitutes.
 */

type State = Readonly<Record<string, unknown>>;
type States = Readonly<Record<string, State>>;

const clouds = ['aws', 'azure', 'gcp'] as const;
const named = { aws: 'Aws', azure: 'Azure', gcp: 'Gcp' } as const;

/** Lambda had no room, or the answer was lost on the way: nothing is known of the function's own work. */
const retryLambda = {
  ErrorEquals: [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
  ],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxAttempts: 6,
};

/** The cloud is too busy: its own limits refill within minutes. */
const retryThrottled = {
  ErrorEquals: ['ThrottledError'],
  IntervalSeconds: 60,
  BackoffRate: 2,
  MaxAttempts: 4,
};

/** Killed by its time limit, or for its memory: the next goes on from its last checkpoint. */
const retryKilled = {
  ErrorEquals: ['Sandbox.Timedout', 'Lambda.Unknown', 'TimeLimitError'],
  IntervalSeconds: 5,
  BackoffRate: 1,
  MaxAttempts: 3,
};

const retryAnything = {
  ErrorEquals: ['States.TaskFailed'],
  IntervalSeconds: 10,
  BackoffRate: 2,
  MaxAttempts: 2,
};

const retryStep = [retryLambda, retryAnything];
const retryCloud = [retryThrottled, retryLambda, retryKilled, retryAnything];

const caught = (next: string): State => ({
  ErrorEquals: ['States.ALL'],
  ResultPath: '$.failure',
  Next: next,
});

const whichCloud = (step: string): State => ({
  Type: 'Choice',
  Choices: clouds.map((cloud) => ({
    Variable: '$.provider',
    StringEquals: cloud,
    Next: `${step}${named[cloud]}`,
  })),
});

const perCloud = (step: string, state: (cloud: (typeof clouds)[number]) => State): States =>
  Object.fromEntries(clouds.map((cloud) => [`${step}${named[cloud]}`, state(cloud)]));

const planning: States = {
  PlanWhich: whichCloud('Plan'),
  ...perCloud('Plan', (cloud) => ({
    Type: 'Task',
    Resource: `\${Plan${named[cloud]}Arn}`,
    Retry: retryCloud,
    Catch: [caught('NotPlanned')],
    End: true,
  })),
  // The others are scanned all the same, and this one is unknown.
  NotPlanned: {
    Type: 'Pass',
    Parameters: {
      'provider.$': '$.provider',
      'error.$': '$.failure.Error',
      'cause.$': '$.failure.Cause',
    },
    End: true,
  },
};

const reading: States = {
  ReadWhich: whichCloud('Read'),
  ...perCloud('Read', (cloud) => ({
    Type: 'Task',
    Resource: `\${Scan${named[cloud]}Arn}`,
    ResultPath: '$.answer',
    Retry: retryCloud,
    Catch: [caught('GiveUp')],
    Next: 'ReadToItsEnd',
  })),
  ReadToItsEnd: {
    Type: 'Choice',
    Choices: [{ Variable: '$.answer.state', StringEquals: 'again', Next: 'ReadWhich' }],
    Default: 'ShardDone',
  },
  GiveUp: {
    Type: 'Task',
    Resource: `\${GiveUpArn}`,
    Retry: retryStep,
    // The commit gives it up then.
    Catch: [caught('ShardDone')],
    Next: 'ShardDone',
  },
  // An answer of each would be too long for a state where there are many.
  ShardDone: { Type: 'Pass', Result: {}, End: true },
};

export const stateMachine = {
  Comment: 'One scan of Plumbline: plan, read the shards, commit, report, tell.',
  StartAt: 'Begin',
  States: {
    Begin: {
      Type: 'Task',
      Resource: `\${BeginArn}`,
      Parameters: {
        'input.$': '$',
        'execution.$': '$$.Execution.Id',
        'startedAt.$': '$$.Execution.StartTime',
      },
      Retry: retryStep,
      Next: 'WhoseScan',
    },
    WhoseScan: {
      Type: 'Choice',
      Choices: [{ Variable: '$.state', StringEquals: 'doubled', Next: 'MadeElsewhere' }],
      Default: 'Plan',
    },
    MadeElsewhere: { Type: 'Succeed' },
    Plan: {
      Type: 'Map',
      ItemsPath: '$.clouds',
      ItemSelector: { 'run.$': '$.run', 'provider.$': '$$.Map.Item.Value' },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'PlanWhich',
        States: planning,
      },
      ResultPath: '$.clouds',
      Next: 'ListShards',
    },
    ListShards: {
      Type: 'Task',
      Resource: `\${ListShardsArn}`,
      Retry: retryStep,
      Next: 'AnyShards',
    },
    AnyShards: {
      Type: 'Choice',
      Choices: [{ Variable: '$.shards', NumericEquals: 0, Next: 'Commit' }],
      Default: 'ReadShards',
    },
    ReadShards: {
      Type: 'Map',
      MaxConcurrencyPath: '$.concurrency',
      // Whatever becomes of a shard, the scan is committed, and says what is unknown.
      ToleratedFailurePercentage: 100,
      ItemReader: {
        Resource: `arn:\${Partition}:states:::s3:getObject`,
        ReaderConfig: { InputType: 'JSON' },
        Parameters: { 'Bucket.$': '$.bucket', 'Key.$': '$.list' },
      },
      ItemSelector: {
        'run.$': '$.run',
        'provider.$': '$$.Map.Item.Value.provider',
        'work.$': '$$.Map.Item.Value.work',
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'ReadWhich',
        States: reading,
      },
      // A list of nothings. `null` would drop it, but what serverless packages loses every null.
      ResultPath: '$.read',
      Next: 'Commit',
    },
    Commit: {
      Type: 'Task',
      Resource: `\${CommitArn}`,
      Parameters: { 'run.$': '$.run' },
      Retry: [retryLambda, retryKilled, retryAnything],
      Next: 'Report',
    },
    Report: {
      Type: 'Task',
      Resource: `\${ReportArn}`,
      ResultPath: '$.report',
      Retry: [retryLambda, retryKilled, retryAnything],
      // Whoever waits for the alert must not wait for the pages.
      Catch: [caught('Tell')],
      Next: 'Tell',
    },
    Tell: {
      Type: 'Task',
      Resource: `arn:\${Partition}:states:::sqs:sendMessage`,
      Parameters: {
        QueueUrl: `\${AlertQueueUrl}`,
        MessageBody: { 'run.$': '$.run', 'number.$': '$.number' },
      },
      ResultPath: '$.told',
      Retry: [{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 6 }],
      Next: 'Reported',
    },
    Reported: {
      Type: 'Choice',
      Choices: [{ Variable: '$.failure', IsPresent: true, Next: 'ReportMissing' }],
      Default: 'Done',
    },
    ReportMissing: {
      Type: 'Fail',
      Error: 'ReportMissing',
      Cause: 'The scan is committed and was told, but its report could not be written.',
    },
    Done: { Type: 'Succeed' },
  },
} as const;
