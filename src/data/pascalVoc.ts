import { parseXml, type XmlDocument, XmlElement } from '@rgrove/parse-xml';
import { LabError } from '../errors';
import { markedEncoding } from './encodings';

/** A labelled box in pixels of its picture; right and bottom as the file gives them. */
export interface Box {
  readonly label: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What one annotation file says. */
export interface Annotation {
  /** File name of the picture. */
  readonly picture: string;
  /** The picture's size, where the file states it: some tools write 0. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly boxes: readonly Box[];
}

/**
 * Reads one annotation file of the Pascal VOC kind (Everingham et al. 2010, development kit). Corners that were exchanged, as
 * when a box was drawn from the lower right, are put in order.
 * @param bytes in the encoding that a byte-order mark or the XML declaration states, else UTF-8
 * @param file as it is called in messages
 * @throws LabError when the file is no XML or names no picture, or an object lacks its name or a side of its box
 */
export function readPascalVoc(bytes: Uint8Array, file: string): Annotation {
  const { root } = parsed(textOf(bytes, file), file);
  if (root?.name !== 'annotation') throw noAnnotation(file, 'its root is not <annotation>');
  const picture = textIn(root, 'filename');
  if (!picture || /[\\/]/.test(picture))
    throw new LabError(`${file} names no picture in its <filename>: correct it there.`);
  const boxes = elementsIn(root, 'object').map((object): Box => {
    const label = textIn(object, 'name');
    if (!label) throw new LabError(`An object in ${file} has no <name>: add it there.`);
    const [box] = elementsIn(object, 'bndbox');
    const side = (name: string) => {
      const value = box && textIn(box, name);
      if (!value || !Number.isFinite(Number(value)))
        throw new LabError(`The box of ${label} in ${file} has no number as <${name}>: correct it there.`);
      return Number(value);
    };
    const [x, y] = [
      [side('xmin'), side('xmax')],
      [side('ymin'), side('ymax')],
    ] as const;
    return {
      label: label.normalize('NFC'),
      left: Math.min(...x),
      top: Math.min(...y),
      right: Math.max(...x),
      bottom: Math.max(...y),
    };
  });
  return { picture, size: sizeIn(root), boxes };
}

function sizeIn(root: XmlElement): Annotation['size'] {
  const [size] = elementsIn(root, 'size');
  const [width, height] = ['width', 'height'].map((side) => Number((size && textIn(size, side)) || 0));
  return width! > 0 && height! > 0 ? { width: width!, height: height! } : undefined;
}

function textOf(bytes: Uint8Array, file: string): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^<\?xml[^>]*\bencoding=["']([\w.-]+)["']/.exec(head)?.[1];
  const encoding = markedEncoding(bytes) ?? declared ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw noAnnotation(file, `it is not ${encoding}`);
  }
}

function parsed(text: string, file: string): XmlDocument {
  try {
    return parseXml(text);
  } catch (error) {
    throw noAnnotation(file, (error as Error).message.split('\n')[0]!);
  }
}

const noAnnotation = (file: string, why: string) =>
  new LabError(`${file} is no plain Pascal VOC annotation (${why}): check 'annotations' in the card.`);

function elementsIn(parent: XmlElement, name: string): XmlElement[] {
  return parent.children.filter(
    (child): child is XmlElement => child instanceof XmlElement && child.name === name,
  );
}

/** The text of the first element of that name; undefined where there is none. */
function textIn(parent: XmlElement, name: string): string | undefined {
  return elementsIn(parent, name)[0]?.text.trim();
}
