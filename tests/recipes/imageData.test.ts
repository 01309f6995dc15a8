import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/errors';
import type { StudyData } from '../../src/form/dataRecipe';
import { onCards } from '../../src/form/onCards';
import type { Study } from '../../src/form/study';
import { labelledImages } from '../../src/recipes/imageData';
import { medicalImages } from '../../src/studies/medicalImages';

const prepared = ({ data: { recipe, cards, options } }: { readonly data: StudyData }) =>
  recipe.prepare({ cards, options, settings: {} } as never);

describe('images of another number of channels', () => {
  it('are refused by a study whose augmentation changes colours, before anything runs', async () => {
    const grey = onCards(medicalImages as Study, { target: 'mnist-digits' });
    const refusal = await prepared(grey).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(LabError);
    expect((refusal as LabError).message).toBe(
      'mnist-digits has images of 1 channel, and this study takes images of 3: choose another card.',
    );
  });

  it('are taken where the study asks for them, or for none', async () => {
    const cards = { target: 'mnist-digits' };
    for (const channels of [{ channels: 1 } as const, {}]) {
      const { pool } = (await prepared({ data: labelledImages({ cards, ...channels }) })) as {
        readonly pool: { readonly shape: readonly number[] };
      };
      expect(pool.shape).toEqual([28, 28, 1]);
    }
  });
});
