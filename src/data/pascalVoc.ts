import { LabError } from '../errors';

/** A labelled box in pixels of its picture; right and bottom as the file gives them. */
export interface Box {
  readonly label: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Reads one annotation file of the Pascal VOC kind (Everingham et al. 2010, development kit): the picture's file name and
 * its objects' boxes. A reader of this one fixed layout, not of XML at large: attributes are passed over; comments and CDATA are
 * refused.
 * @param file as it is called in messages
 * @throws LabError when the file names no picture, or an object lacks its name or a side of its box
 */
export function readPascalVoc(text: string, file: string): { picture: string; boxes: Box[] } {
  const annotation = element(text, 'annotation');
  if (annotation === undefined || annotation.includes('<!'))
    throw new LabError(`${file} is no plain Pascal VOC annotation: check 'annotations' in the card.`);
  const objects = [...annotation.matchAll(/<object(?:\s[^>]*)?>([\s\S]*?)<\/object>/g)].map(
    (match) => match[1]!,
  );
  const picture = element(annotation, 'filename');
  if (!picture || /[\\/]/.test(picture))
    throw new LabError(`${file} names no picture in its <filename>: correct it there.`);
  const boxes = objects.map((object): Box => {
    const label = element(object, 'name');
    if (!label) throw new LabError(`An object in ${file} has no <name>: add it there.`);
    const box = element(object, 'bndbox') ?? '';
    const side = (name: string) => {
      const value = element(box, name);
      if (!value || !Number.isFinite(Number(value)))
        throw new LabError(`The box of ${label} in ${file} has no number as <${name}>: correct it there.`);
      return Number(value);
    };
    return { label, left: side('xmin'), top: side('ymin'), right: side('xmax'), bottom: side('ymax') };
  });
  return { picture, boxes };
}

const characters: Readonly<Record<string, string>> = {
  ...{ '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' },
};

/** What stands in the first element of that name; undefined where there is none. */
function element(text: string, name: string): string | undefined {
  const found = new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`).exec(text)?.[1];
  return found?.trim().replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => characters[entity]!);
}
