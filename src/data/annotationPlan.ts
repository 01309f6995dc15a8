import type { Column, ColumnPlan, DatasetCard } from './card';
import { columnsOf } from './rowReading';

/** What is wrong with what a card says of labels, pairs and numbers; undefined when nothing is. To be put after 'The card x'. */
export function annotationFault(card: DatasetCard): string | undefined {
  const { format, task, onBlankLabel } = card;
  if (onBlankLabel === 'none' && task !== 'multi-label-classification')
    return 'sets "onBlankLabel": "none", which is for the task \'multi-label-classification\': use "refuse" or "unlabelled".';
  if (card.onCorrupt && format.kind !== 'image-folder' && format.kind !== 'pascal-voc')
    return `sets 'onCorrupt', which is for pictures in folders, not for the format '${format.kind}': remove it.`;
  const several = task === 'multi-label-classification' || task === 'text-regression';
  if (!('text' in format))
    return several
      ? `has the task ${task}, which is not read from the format '${format.kind}': use jsonl, json, csv, tsv or parquet.`
      : undefined;
  return planFault(format, card) ?? repeatedColumn(format);
}

function planFault(plan: ColumnPlan, { task, labels }: DatasetCard): string | undefined {
  const { secondText, label, labelSeparator, labelColumns, labelValues, target, decimal } = plan;
  const forTask = (field: string, needed: string) =>
    `names '${field}' in 'format', which is for the task '${needed}', not '${task}': change one.`;
  if (target !== undefined && task !== 'text-regression') return forTask('target', 'text-regression');
  if (labelColumns && task !== 'multi-label-classification')
    return forTask('labelColumns', 'multi-label-classification');
  if (labelSeparator !== undefined && task !== 'multi-label-classification')
    return forTask('labelSeparator', 'multi-label-classification');
  if (secondText !== undefined && task === 'language-modelling')
    return "names 'secondText' in 'format', and a language model reads single texts: list both columns as 'text'.";
  if (task === 'text-regression' && target === undefined)
    return "does not say where the number to predict is: add 'target' to 'format'.";
  if (task === 'text-regression' && label !== undefined) return forTask('label', 'text-classification');
  if (decimal && target === undefined) return "sets 'decimal' without a 'target' in 'format': remove it.";
  if (task !== 'multi-label-classification') return undefined;
  if ((label === undefined) === (labelColumns === undefined))
    return "must say where the labels are by either 'label' or 'labelColumns' in 'format': give one of them.";
  if (labelColumns && (labelSeparator !== undefined || labelValues))
    return "has 'labelColumns' in 'format', which are called like their labels and hold 1 and 0: remove 'labelSeparator' and 'labelValues'.";
  if (labelColumns && 'header' in plan && plan.header === false && labels.length !== labelColumns.length)
    return `has ${labelColumns.length} 'labelColumns' without a header: list their labels, in the same order, as 'labels'.`;
  return undefined;
}

/** A text that holds its own label would be no task. */
function repeatedColumn(plan: ColumnPlan): string | undefined {
  const seen = new Set<Column>();
  for (const column of columnsOf(plan)) {
    if (seen.has(column))
      return `names the column '${column}' twice in 'format': a column is text or label, once.`;
    seen.add(column);
  }
  return undefined;
}
