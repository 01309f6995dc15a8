import { parseXml, type XmlDocument, XmlElement } from '@rgrove/parse-xml';
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
 * its objects' boxes.
 * @param file as it is called in messages
 * @throws LabError when the file is no XML or names no picture, or an object lacks its name or a side of its box
 */
export function readPascalVoc(text: string, file: string): { picture: string; boxes: Box[] } {
  const { root } = parsed(text, file);
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
    return { label, left: side('xmin'), top: side('ymin'), right: side('xmax'), bottom: side('ymax') };
  });
  return { picture, boxes };
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
