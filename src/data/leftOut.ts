/** What a folder of pictures holds beside those that were read: counted, so that nothing is lost without a word. */
export interface LeftOut {
  /** Hidden files and those of operating systems and tools. */
  readonly hidden: number;
  /** Files of other kinds: ending ('.tif', or 'none') to how many. */
  readonly passedOver: Readonly<Record<string, number>>;
  /** Pictures that cannot be decoded, by path, where the card says to leave them out. */
  readonly corrupt: readonly string[];
  /** Boxes without area. */
  readonly boxesWithoutArea: number;
  /** Boxes that stand out of their picture or whose picture has another size, where the card says to leave them out. */
  readonly boxesOutside: number;
}

/** What was found in PNG files of 16 bits, of which 8 are kept. */
export interface SixteenBits {
  readonly pictures: number;
  /** Pictures whose greatest value lies below a quarter of white: few of 256 levels are left of them. */
  readonly dark: number;
  /** The greatest value of those. */
  readonly darkPeak: number;
}

/** Whole sentences for what a user should know of, without what is hidden or has no area. @param name of the dataset */
export function leftOutSentences(name: string, left: LeftOut): string[] {
  const sentences: string[] = [];
  const kinds = Object.entries(left.passedOver).sort(([a], [b]) => (a < b ? -1 : 1));
  const files = kinds.reduce((sum, [, count]) => sum + count, 0);
  if (files > 0)
    sentences.push(
      `${name}: ${plural(files, 'file')} of kinds that are not read ${files === 1 ? 'was' : 'were'} passed over (${kinds.map(([ending, count]) => `${count} ${ending}`).join(', ')}).`,
    );
  if (left.corrupt.length > 0)
    sentences.push(
      `${name}: ${plural(left.corrupt.length, 'picture')} that cannot be decoded ${left.corrupt.length === 1 ? 'was' : 'were'} left out (${left.corrupt.slice(0, 3).join(', ')}${left.corrupt.length > 3 ? ', ...' : ''}).`,
    );
  if (left.boxesOutside > 0)
    sentences.push(
      left.boxesOutside === 1
        ? `${name}: 1 box that does not fit its picture was left out.`
        : `${name}: ${left.boxesOutside} boxes that do not fit their pictures were left out.`,
    );
  return sentences;
}

/** A sentence where scans use few of their 16 bits. @param white as the card states it */
export function darkScanSentence(
  name: string,
  { pictures, dark, darkPeak }: SixteenBits,
  white: number,
): string | undefined {
  if (dark === 0) return undefined;
  const levels = Math.min(256, Math.floor((darkPeak * 255) / white) + 1);
  const likely = 2 ** Math.ceil(Math.log2(darkPeak + 1)) - 1;
  return `${name}: ${dark} of ${plural(pictures, 'picture')} of 16 bits reach ${darkPeak} of ${white} at most, so that ${levels} of 256 levels are left: set "whiteLevel": ${Math.max(255, likely)} in 'format' of the card if the scanner uses fewer bits.`;
}

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
