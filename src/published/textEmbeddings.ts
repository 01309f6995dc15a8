/** What text encoders add up for each token: its vector, that of its position, that of its type. */
import { gatherRows } from '../engine/kernels/embedding';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { Rows } from '../models/parts/headAttention';
import { type Linear, linear, type Norm, normalised } from '../models/parts/linear';
import type { TextInput } from './publishedModel';

export interface TextEmbeddings {
  /** [vocabulary, width]. */
  readonly tokens: tf.Tensor;
  /** [positions, width]. */
  readonly positions?: tf.Tensor;
  /** [types, width]. */
  readonly types?: tf.Tensor;
  readonly norm?: Norm;
  /** To the width of the blocks, where tables are narrower. */
  readonly projection?: Linear;
  /** Positions are counted from here on over what is no padding (RoBERTa), instead of from 0 over everything. */
  readonly paddingToken?: number;
}

/**
 * @param places int32 [time], the positions of the tokens; default: from the first on
 * @throws LabError for more tokens than there are positions
 */
export function embedded(input: TextInput, tables: TextEmbeddings, places?: tf.Tensor): Rows {
  const [batch, time] = input.tokens.shape as [number, number];
  const indices = input.tokens.cast('int32');
  let x: tf.Tensor = gatherRows(tables.tokens, indices);
  if (tables.types)
    x = x.add(gatherRows(tables.types, input.types?.cast('int32') ?? tf.zeros([batch, time], 'int32')));
  if (tables.positions)
    x = x.add(
      places
        ? gatherRows(tables.positions, withinTable(places, tables.positions)).expandDims(0)
        : positionVectors(indices, tables.positions, tables.paddingToken),
    );
  const width = x.shape[2] as number;
  let rows: tf.Tensor = x.reshape([batch * time, width]);
  if (tables.norm) rows = normalised(rows, tables.norm);
  if (tables.projection) rows = linear(rows, tables.projection);
  return { rows, batch, time };
}

/** Positions past the table are of tokens that fill a batch and that nothing looks at. */
function withinTable(places: tf.Tensor, table: tf.Tensor): tf.Tensor {
  return places.minimum(tf.scalar(table.shape[0]! - 1, 'int32'));
}

function positionVectors(tokens: tf.Tensor, table: tf.Tensor, paddingToken: number | undefined): tf.Tensor {
  const [most, width] = table.shape as [number, number];
  const time = tokens.shape[1] as number;
  const room = paddingToken === undefined ? most : most - paddingToken - 1;
  if (time > room)
    throw new LabError(
      `A batch of ${time} tokens is longer than the model's ${room} positions: truncate it.`,
    );
  if (paddingToken === undefined) return tf.slice(table, [0, 0], [time, width]).expandDims(0);
  const stands = tokens.notEqual(tf.scalar(paddingToken, 'int32')).cast('int32');
  const places = stands.cumsum(1).mul(stands).add(tf.scalar(paddingToken, 'int32'));
  return gatherRows(table, places.cast('int32'));
}
