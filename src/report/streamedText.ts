/** Text that appears while a model writes it. */
import type { GenerationOptions, TextGenerator } from '../published/generation/generateText';
import { Display } from './display';
import { html } from './html';

/** Milliseconds between two states of what is shown: as fast as one reads, and no faster. */
const pace = 100;

/**
 * Writes by {@link TextGenerator.write} and shows the text as it grows, the prompt before it.
 * @returns what the model wrote
 */
export async function streamText(
  generator: TextGenerator,
  prompt: string,
  options: GenerationOptions = {},
): Promise<string> {
  const display = new Display();
  const show = (text: string) =>
    display.update({
      'text/html':
        html`<div style="max-width: 45em; white-space: pre-wrap"><span style="opacity: 0.6">${prompt}</span>${text}</div>`.toString(),
      'text/plain': `${prompt}${text}`,
    });
  let shown = performance.now();
  const text = await generator.write(prompt, {
    ...options,
    onToken(soFar) {
      options.onToken?.(soFar);
      if (performance.now() - shown < pace) return;
      show(soFar);
      shown = performance.now();
    },
  });
  show(text);
  return text;
}
