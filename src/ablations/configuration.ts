/** A run sees only the sections of the configuration that it declared, because only those are in its id. */
import { LabError } from '../errors';
import type { Configuration, Json } from './ablation';

/** The declared sections; all of them where none are declared. */
export function usedSections(
  configuration: Configuration,
  uses: readonly string[] | undefined,
): { readonly [section: string]: Json } {
  const names = uses ?? Object.keys(configuration);
  return Object.fromEntries(names.map((name) => [name, configuration[name] ?? null]));
}

/**
 * A copy of the declared sections in which reading any other throws, so that an undeclared dependency is found at once
 * and not by a stale number.
 */
export function declaredSections(
  configuration: Configuration,
  uses: readonly string[] | undefined,
  who: string,
): Configuration {
  const copy = structuredClone(usedSections(configuration, uses)) as Record<string, Json>;
  for (const section of Object.keys(configuration)) {
    if (section in copy) continue;
    Object.defineProperty(copy, section, {
      enumerable: false,
      get(): never {
        throw new LabError(
          `${who} reads the configuration's '${section}' but does not declare it: add it to 'uses'.`,
        );
      },
    });
  }
  return copy;
}
