/** The controls that a check names, as people cite them. */
import type { CheckMetadata, FrameworkId } from '#model/check.ts';
import { controlOf, frameworkOf } from '../../frameworks/index.ts';

export interface Standards {
  readonly standards?: readonly string[];
  /** "CIS AWS Foundations Benchmark 3.0, 5.2: …". */
  readonly requirements?: readonly string[];
}

const found = new Map<CheckMetadata, Standards>();

export const standardsOf = (check: CheckMetadata | undefined): Standards => {
  if (check === undefined) return {};
  const known = found.get(check);
  if (known !== undefined) return known;
  const entries = Object.entries(check.controls) as readonly [FrameworkId, readonly string[]][];
  const made: Standards =
    entries.length === 0
      ? {}
      : {
          standards: entries.map(([id]) => frameworkOf(id)?.title ?? id),
          requirements: entries.flatMap(([id, controls]) =>
            controls.map((control) => {
              const title = controlOf(id, control)?.title;
              return `${frameworkOf(id)?.title ?? id}, ${control}${title === undefined ? '' : `: ${title}`}`;
            }),
          ),
        };
  found.set(check, made);
  return made;
};
