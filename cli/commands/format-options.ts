/** Names of formats on the command line. */
import { InvalidArgumentError } from 'commander';
import { formatNames } from '#reports/formats/format.ts';
import { gather } from './scope-options.ts';

/** What `output.formats` takes. */
export const outputNames: readonly string[] = ['text', 'html', ...formatNames];

const among =
  (known: readonly string[]) =>
  (text: string, before: readonly string[] | undefined): readonly string[] => {
    const all = gather(text, before);
    const wrong = all.find((format) => !known.includes(format));
    if (wrong !== undefined) throw new InvalidArgumentError(`${wrong} is none of ${known.join(', ')}.`);
    return all;
  };

export const asOutputs = among(outputNames);
export const asFormats = among(formatNames);
/** Of a report that is written again: the pages, or files for other tools. */
export const asReportFormats = among(['html', ...formatNames]);
