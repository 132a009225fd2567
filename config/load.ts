/** Reads `plumbline.yaml`. Every complaint names file, line and, where there is one, the key that was meant. */
import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { yamlWords } from '#model/yaml-words.ts';
import { fileCode, fileMend } from './file-failure.ts';
import { problemsOf } from './problems.ts';
import type { Configuration } from './schema.ts';
import { configurationSchema } from './schema.ts';
import { UsageError } from './usage-error.ts';

const defaultConfigurationFile = 'plumbline.yaml';

export interface LoadedConfiguration {
  readonly configuration: Configuration;
  /** Absolute; undefined where there is no file and none was asked for. */
  readonly file: string | undefined;
  /** What was read from it, for the manifest. */
  readonly bytes: Uint8Array;
  /** Absolute; what paths in the file are relative to. */
  readonly folder: string;
}

/**
 * @param asked the file that was named; without it `plumbline.yaml` in `cwd` is read if it is there.
 * @throws UsageError when a named file is not there, or a file is not what the schema says.
 */
export const loadConfiguration = async (
  asked: string | undefined,
  cwd: string,
): Promise<LoadedConfiguration> => {
  const file = resolve(cwd, asked ?? defaultConfigurationFile);
  const shown = asked ?? (relative(cwd, file) || file);
  const source = await readSource(file, shown, asked !== undefined);
  if (source === undefined) {
    return {
      configuration: configurationSchema.parse({}),
      file: undefined,
      bytes: new Uint8Array(),
      folder: cwd,
    };
  }
  return {
    configuration: parseConfiguration(source.toString('utf8'), shown),
    file,
    bytes: source,
    folder: dirname(file),
  };
};

const readSource = async (file: string, shown: string, needed: boolean): Promise<Buffer | undefined> => {
  try {
    return await readFile(file);
  } catch (cause) {
    const code = fileCode(cause);
    if (code === 'ENOENT' && !needed) return undefined;
    if (code === 'ENOENT') throw new UsageError(`${shown} is not there. Check --config.`, { cause });
    throw new UsageError(`${shown} can't be read: ${fileMend(cause)}`, { cause });
  }
};

/** @throws UsageError with a line per problem. */
export const parseConfiguration = (source: string, file: string): Configuration => {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new UsageError(
      document.errors
        .map((error) => `${file} line ${lines.linePos(error.pos[0]).line}: ${yamlWords(error.message)}`)
        .join('\n'),
    );
  }
  // An account id is text, also where nobody quoted it: read as a number it would lose its leading zeros.
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'number' && /^\d{12}$/.test(node.source ?? '')) node.value = node.source;
    },
  });
  const parsed = configurationSchema.safeParse(toValue(document, file));
  if (parsed.success) return parsed.data;
  throw new UsageError(problemsOf(parsed.error, configurationSchema, { file, document, lines }).join('\n'), {
    cause: parsed.error,
  });
};

const toValue = (document: ReturnType<typeof parseDocument>, file: string): unknown => {
  // A file of comments only is a file without settings.
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
    return {};
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new UsageError(`${file}: ${cause instanceof Error ? yamlWords(cause.message) : String(cause)}`, {
      cause,
    });
  }
};
