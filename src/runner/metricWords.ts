/** What a study says of its metrics: known ones by their registry, further ones (as of other tasks) by their name. */
import { metricsByName } from '../metrics/registry';

/** A metric as it stands in tables and on axes, with its unit. */
export function metricTitle(name: string): string {
  const metric = metricsByName[name];
  if (!metric) return name;
  return metric.unit && !metric.title.includes(metric.unit)
    ? `${metric.title} (${metric.unit})`
    : metric.title;
}

/** Whether a larger value is the better one; true for a metric that nobody registered. */
export function higherIsBetter(name: string): boolean {
  return metricsByName[name]?.higherIsBetter ?? true;
}
