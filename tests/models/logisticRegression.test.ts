import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { type DenseMatrix, type SparseMatrix, SparseMatrixBuilder } from '../../src/data/sparseMatrix';
import { LogisticRegression, PenalisedLoss } from '../../src/models/logisticRegression';
import { chooseRegularisation } from '../../src/models/regularisation';

function dense(rows: number[][]): DenseMatrix {
  return {
    kind: 'dense',
    rows: rows.length,
    columns: rows[0].length,
    values: Float64Array.from(rows.flat()),
  };
}

function sparse(rows: number[][]): SparseMatrix {
  const builder = new SparseMatrixBuilder(rows[0].length);
  for (const row of rows) {
    for (const [column, value] of row.entries()) if (value !== 0) builder.push(column, value);
    builder.endRow();
  }
  return builder.build();
}

/** Rows with many zeros, labelled by noisy class centres. */
function example(count: number, columns: number, classes: number, seed: number) {
  const random = seededRandom(seed);
  const centres = Array.from({ length: classes }, () =>
    Array.from({ length: columns }, () => random.normal()),
  );
  const labels = Int32Array.from({ length: count }, (_, k) => k % classes);
  const rows = Array.from(labels, (label) =>
    centres[label].map((centre) => (random.uniform() < 0.5 ? 0 : centre + 1.5 * random.normal())),
  );
  return { rows, labels };
}

const largest = (values: Float64Array) => Math.max(...values.map(Math.abs));

describe('the penalised loss', () => {
  it.each(['dense', 'sparse'] as const)('has the gradient of finite differences, %s', (kind) => {
    const { rows, labels } = example(17, 5, 3, 1);
    const loss = new PenalisedLoss(kind === 'dense' ? dense(rows) : sparse(rows), labels, 3, 0.7);
    const random = seededRandom(2);
    const point = Float64Array.from({ length: loss.parameters }, () => random.normal());
    const gradient = new Float64Array(loss.parameters);
    loss.evaluate(point, gradient);
    const unused = new Float64Array(loss.parameters);
    for (let k = 0; k < point.length; k++) {
      const [up, down] = [point.slice(), point.slice()];
      up[k] += 1e-5;
      down[k] -= 1e-5;
      const slope = (loss.evaluate(up, unused) - loss.evaluate(down, unused)) / 2e-5;
      expect(Math.abs(slope - gradient[k])).toBeLessThan(1e-7 * Math.max(1, Math.abs(slope)));
    }
  });

  it('is computed without overflow far from the optimum', () => {
    const loss = new PenalisedLoss(dense([[1000], [-1000]]), Int32Array.of(0, 1), 2, 0);
    const gradient = new Float64Array(4);
    expect(loss.evaluate(Float64Array.of(-5, 5, 0, 0), gradient)).toBe(20_000);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });
});

describe('LogisticRegression', () => {
  it('solves the symmetric two-point case: l2 w = n / (1 + exp(2 w))', () => {
    const features = dense([[1], [1], [-1], [-1]]);
    const model = LogisticRegression.fit(features, Int32Array.of(1, 1, 0, 0), {
      classes: 2,
      l2: 0.5,
      gradientTolerance: 1e-12,
    });
    const w = model.weights[1];
    expect(model.weights[0]).toBeCloseTo(-w, 10);
    expect(0.5 * w).toBeCloseTo(4 / (1 + Math.exp(2 * w)), 10);
    expect(largest(model.biases)).toBeLessThan(1e-10);
  });

  it('predicts the class frequencies where features say nothing', () => {
    const labels = Int32Array.of(0, 1, 1, 2, 2, 2, 2, 2);
    const features = dense(Array.from(labels, () => [0, 0]));
    const model = LogisticRegression.fit(features, labels, { classes: 3, l2: 1, gradientTolerance: 1e-12 });
    const [a, b, c] = model.predictProbabilities(dense([[0, 0]]));
    expect([a, b, c].map((p) => Math.round(p * 1e9) / 1e9)).toEqual([1 / 8, 2 / 8, 5 / 8]);
  });

  it('reaches the same optimum, with a gradient near 0, from dense and from sparse features', () => {
    const { rows, labels } = example(120, 8, 4, 3);
    const options = { classes: 4, l2: 0.3, gradientTolerance: 1e-9 };
    const fromDense = LogisticRegression.fit(dense(rows), labels, options);
    const fromSparse = LogisticRegression.fit(sparse(rows), labels, options);
    expect(fromDense.converged && fromSparse.converged).toBe(true);
    expect(largest(fromDense.weights.map((w, k) => w - fromSparse.weights[k]))).toBeLessThan(1e-6);
    const loss = new PenalisedLoss(dense(rows), labels, 4, 0.3);
    const gradient = new Float64Array(loss.parameters);
    const optimum = loss.evaluate(Float64Array.of(...fromDense.weights, ...fromDense.biases), gradient);
    expect(largest(gradient)).toBeLessThan(120 * 1e-9);
    expect(loss.evaluate(Float64Array.of(...fromSparse.weights, ...fromSparse.biases), gradient)).toBeCloseTo(
      optimum,
      9,
    );
    expect(Array.from(fromDense.predict(dense(rows)))).toEqual(Array.from(fromSparse.predict(sparse(rows))));
  });

  it('equals scikit-learn', () => {
    // scikit-learn 1.9.1: LogisticRegression(C=2, tol=1e-12, solver="newton-cg").fit(X, y), coef_, intercept_ less its mean.
    const features = dense([
      [0, 1],
      [1, 2],
      [2, 0],
      [3, 1],
      [1, 1],
      [4, 3],
    ]);
    const model = LogisticRegression.fit(features, Int32Array.of(0, 0, 1, 1, 2, 2), {
      classes: 3,
      l2: 0.5,
      gradientTolerance: 1e-11,
    });
    const expected = [-0.99681852, 0.6587483, 0.8007032, -1.10194314, 0.19611532, 0.44319484];
    expect(largest(model.weights.map((w, k) => w - expected[k]))).toBeLessThan(1e-6);
    const mean = (model.biases[0] + model.biases[1] + model.biases[2]) / 3;
    const biases = [0.71548537, -0.04761419, -0.66787118];
    expect(largest(model.biases.map((b, k) => b - mean - biases[k]))).toBeLessThan(1e-6);
  });

  it('gives classes without training examples probability 0 and the others the fit without them', () => {
    const { rows, labels } = example(40, 4, 2, 5);
    const spread = labels.map((label) => (label === 0 ? 1 : 4));
    const model = LogisticRegression.fit(dense(rows), spread, { classes: 6, l2: 1 });
    const compact = LogisticRegression.fit(dense(rows), labels, { classes: 2, l2: 1 });
    const [wide, narrow] = [
      model.predictProbabilities(dense(rows)),
      compact.predictProbabilities(dense(rows)),
    ];
    for (let row = 0; row < 40; row++) {
      expect([0, 2, 3, 5].map((c) => wide[row * 6 + c])).toEqual([0, 0, 0, 0]);
      expect(wide[row * 6 + 4]).toBe(narrow[row * 2 + 1]);
    }
    const single = LogisticRegression.fit(dense([[1], [2]]), Int32Array.of(2, 2), { classes: 3, l2: 1 });
    expect(Array.from(single.predictProbabilities(dense([[5]])))).toEqual([0, 0, 1]);
  });

  it('converges with dependent columns and separable classes', () => {
    const features = dense([
      [1, 2, 0],
      [2, 4, 0],
      [-1, -2, 0],
      [-3, -6, 0],
    ]);
    const model = LogisticRegression.fit(features, Int32Array.of(0, 0, 1, 1), { classes: 2, l2: 1e-6 });
    expect(model.converged).toBe(true);
    expect(Array.from(model.predict(features))).toEqual([0, 0, 1, 1]);
  });

  it('refuses labels out of range, a missing label, a negative penalty, other features than fitted', () => {
    const features = dense([[1], [2]]);
    const fitted = (labels: number[], l2 = 1) =>
      LogisticRegression.fit(features, Int32Array.from(labels), { classes: 2, l2 });
    expect(() => fitted([0, 2])).toThrow(/Label 2/);
    expect(() => fitted([0])).toThrow(/2 rows of features came with 1 labels/);
    expect(() => fitted([0, 1], -1)).toThrow(/penalty is -1/);
    expect(() => fitted([0, 1]).predict(dense([[1, 2]]))).toThrow(/fitted on 1 features/);
  });
});

describe('chooseRegularisation', () => {
  it('keeps the strength with the best dev accuracy, the stronger of equals, and lists all', () => {
    const train = example(60, 6, 3, 7);
    const dev = { features: dense(train.rows.slice(0, 30)), labels: train.labels.slice(0, 30) };
    const grid = [1e-3, 1, 1e5, 1e6];
    const chosen = chooseRegularisation({ features: dense(train.rows), labels: train.labels }, dev, {
      classes: 3,
      grid,
    });
    expect(chosen.scores.map(({ l2 }) => l2)).toEqual(grid);
    const best = Math.max(...chosen.scores.map(({ score }) => score));
    const winners = chosen.scores.filter(({ score }) => score === best).map(({ l2 }) => l2);
    expect(chosen.l2).toBe(Math.max(...winners));
    expect(chosen.l2).toBeLessThan(1e5);
    const predictions = chosen.model.predict(dev.features);
    const right = dev.labels.filter((label, k) => label === predictions[k]).length;
    expect(right / 30).toBe(best);
    expect(() => chooseRegularisation(dev, dev, { classes: 3, grid: [] })).toThrow(/grid/);
  });
});
