/** What every score of written outputs asks of its input. */
import { LabError } from '../errors';
import type { References } from './metric';

/**
 * The references of each output as a list.
 * @throws LabError for no outputs, an output without its references, or one that is not text
 */
export function checkedReferences(
  outputs: readonly string[],
  references: readonly References[],
): (readonly string[])[] {
  if (typeof outputs === 'string' || typeof references === 'string') {
    throw new LabError('Outputs and references are lists of texts; put a single text in a list.');
  }
  if (outputs.length === 0) throw new LabError('There are no outputs to score.');
  if (outputs.length !== references.length) {
    throw new LabError(
      `${outputs.length} outputs came with references of ${references.length}; give each output its own.`,
    );
  }
  return outputs.map((output, k) => {
    const own = typeof references[k] === 'string' ? [references[k]] : references[k];
    if (typeof output !== 'string') throw new LabError(`Output ${k} is ${output}; give a text.`);
    if (!Array.isArray(own) || own.length === 0) {
      throw new LabError(`Output ${k} has no reference; give it one text or several.`);
    }
    for (const reference of own) {
      if (typeof reference !== 'string') {
        throw new LabError(`A reference of output ${k} is ${reference}; give a text.`);
      }
    }
    return own;
  });
}

/** How many references each output has, as sacreBLEU's signature tells it: 'var' where that differs. */
export function referenceCount(references: readonly (readonly string[])[]): number | 'var' {
  const counts = new Set(references.map(({ length }) => length));
  return counts.size === 1 ? references[0].length : 'var';
}
