/** Options that several commands share. */
import { InvalidArgumentError, Option } from 'commander';

export function tierOption(fallback?: string): Option {
  const option = new Option('--tier <tier>', 'how large: quick, laptop or full').choices([
    'quick',
    'laptop',
    'full',
  ]);
  return fallback ? option.default(fallback) : option;
}

export function seedsOption(): Option {
  return new Option('--seeds <n>', "how many seeds instead of the tier's").argParser(wholeNumber);
}

export function levelsOption(): Option {
  return new Option(
    '--levels <levels...>',
    "other levels than the tier's: labels, layers, names of a category",
  ).argParser((text: string, before: readonly (number | string)[] = []) => [
    ...before,
    ...text.split(',').filter(Boolean).map(level),
  ]);
}

/** A number where the text is one, else a category's name. */
function level(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}

export function firstSeedOption(): Option {
  return new Option(
    '--first-seed <n>',
    'the first seed, for a replication on fresh ones, pretraining included (default: 1)',
  ).argParser(wholeNumber);
}

export function armsOption(): Option {
  return new Option('--arms <names...>', 'only these arms, separated by spaces or commas').argParser(
    (text: string, before: readonly string[] = []) => [...before, ...text.split(',').filter(Boolean)],
  );
}

export function everywhereOption(): Option {
  return new Option(
    '--everywhere',
    'arms that the tier gives fewer levels or seeds, such as a costly control, run at all of them',
  );
}

export function recordedOption(): Option {
  return new Option(
    '--recorded [folder]',
    'of the recorded results (in notebooks/records or the folder) instead of the runs in the store',
  );
}

export function cardsOption(): Option {
  return new Option(
    '--cards <role=card...>',
    "the study on other data: 'target=./my-card.json', 'general=wikitext-2'",
  );
}

export function jsonOption(): Option {
  return new Option('--json', 'print one JSON document on stdout, for machines');
}

/** One or several counts, separated by commas. */
export function wholeNumbers(text: string): number[] {
  const values = text.split(',').map(Number);
  if (values.some((value) => !Number.isInteger(value) || value < 1)) {
    throw new InvalidArgumentError('Give whole numbers from 1, separated by commas.');
  }
  return values;
}

/** A count with a default: '--steps <n>'. */
export function countOption(flags: string, description: string, fallback: number): Option {
  const one = (text: string) => {
    const values = wholeNumbers(text);
    if (values.length > 1) throw new InvalidArgumentError('Give one whole number from 1.');
    return values[0];
  };
  return new Option(flags, description).argParser(one).default(fallback);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Give a whole number from 1.');
  return value;
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
