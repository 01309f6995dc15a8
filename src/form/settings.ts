/** Which settings a run gets: the tier's, changed by level, place and tuning, and of those the sections it declared. */

import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import type { Axis, Changes, Level } from './axis';
import type { Json, Settings } from './json';

type Section = { readonly [setting: string]: Json };

const isSection = (value: unknown): value is Section =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Settings with some changed.
 * @param who as an error names what changes them: "The arm 'matched'"
 * @throws LabError for a section or a setting that does not exist, with the nearest one that does
 */
export function changed(settings: Settings, changes: Changes | undefined, who: string): Settings {
  if (!changes) return settings;
  const result: Record<string, Json> = { ...settings };
  for (const [section, values] of Object.entries(changes)) {
    result[section] = changedSection(settings[section], values, [section], Object.keys(settings), who);
  }
  return result;
}

function changedSection(
  before: Json | undefined,
  changes: Section,
  place: readonly string[],
  siblings: readonly string[],
  who: string,
): Json {
  if (!isSection(before)) throw unknown(place, siblings, who);
  const result: Record<string, Json> = { ...before };
  for (const [name, value] of Object.entries(changes)) {
    const own = [...place, name];
    if (!Object.hasOwn(before, name)) throw unknown(own, Object.keys(before), who);
    result[name] =
      isSection(value) && isSection(before[name])
        ? changedSection(before[name], value, own, Object.keys(before), who)
        : value;
  }
  return result;
}

function unknown(place: readonly string[], known: readonly string[], who: string): LabError {
  const near = nearestName(place.at(-1)!, known);
  return new LabError(
    `${who} changes the setting '${place.join('.')}', which does not exist${near ? `; did you mean '${near}'?` : `: there are ${known.join(', ')}.`}`,
  );
}

/** The settings at a level of the axis; a counted axis leaves them as they are. */
export function settingsAt(axis: Axis, settings: Settings, level: Level): Settings {
  if (axis.kind === 'counted') return settings;
  const changes = axis.kind === 'setting' ? axis.set(Number(level)) : axis.set(String(level));
  return changed(settings, changes, `The axis '${axis.name}' at ${level}`);
}

/** The declared sections. */
export function usedSections(settings: Settings, uses: readonly string[]): Settings {
  return Object.fromEntries(uses.map((name) => [name, settings[name] ?? null]));
}

/**
 * A copy of the declared sections in which reading any other throws, so that an undeclared dependency is found at once
 * and not by a stale number.
 */
export function declaredSections(declared: Settings, who: string): Settings {
  return new Proxy(structuredClone(declared) as Record<string, Json>, {
    get(sections, name) {
      if (typeof name === 'symbol' || name in sections) return sections[name as string];
      throw new LabError(
        `${who} reads the settings '${name}' but does not declare them: add '${name}' to 'uses'.`,
      );
    },
  });
}
