import type { tf } from '../engine/native';
import type { PublishedModel } from './publishedModel';

/** All variables that a model computes with, by name, those of adapters on it among them. */
export function modelState(
  model: Pick<PublishedModel, 'parameters'> & Partial<Pick<PublishedModel, 'linears'>>,
): Record<string, tf.Variable> {
  const thin = [...(model.linears ?? [])].flatMap(([name, { adapter }]): [string, tf.Variable][] =>
    adapter
      ? [
          [`adapter.${name}.down`, adapter.down],
          [`adapter.${name}.up`, adapter.up],
        ]
      : [],
  );
  return Object.fromEntries([...Object.entries(model.parameters), ...thin]);
}
