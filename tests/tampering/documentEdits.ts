import type { Edit } from './edit';

/** An edit of the text of a document; the notebook's seal is made anew afterwards. */
export interface TextEdit extends Edit {
  readonly edit: (text: string) => string;
  readonly told?: RegExp;
}

/** An edit of one output of a notebook. */
export interface OutputEdit extends Edit {
  /** The view whose output is edited. */
  readonly view: string;
  readonly type: string;
  readonly edit: (text: string) => string;
}

const rendered = 'lab verify --documents: shown anew from the record';

/** The first number with three places that is not part of a longer one, made larger. */
export const larger = (text: string) =>
  text.replace(
    /(?<![\d.])([+−-]?0\.)(\d)(\d\d)(?!\d)/,
    (_, sign, digit, rest) => `${sign}${(Number(digit) + 1) % 10}${rest}`,
  );

export const outputEdits: readonly OutputEdit[] = [
  {
    view: 'results',
    type: 'text/plain',
    what: 'a number in a table as text',
    edit: larger,
    caughtBy: rendered,
  },
  { view: 'results', type: 'text/html', what: 'a number in a table', edit: larger, caughtBy: rendered },
  {
    view: 'results',
    type: 'text/html',
    what: 'a receipt in a table',
    edit: (text) => text.replace(/data-runs="[0-9a-f]{10}/, 'data-runs="0123456789'),
    caughtBy: rendered,
  },
  {
    view: 'results',
    type: 'text/html',
    what: 'two rows of a table swapped',
    edit: (text) => text.replace(/(<tr>.*<\/tr>)\n(<tr>.*<\/tr>)/, '$2\n$1'),
    caughtBy: rendered,
  },
  {
    view: 'verdict',
    type: 'text/html',
    what: 'the verdict turned round',
    edit: (text) => text.replace('Supports the claim', 'Contradicts the claim'),
    caughtBy: rendered,
  },
  {
    view: 'verdict',
    type: 'text/plain',
    what: 'the verdict’s sentence',
    edit: (text) => text.replace(/ seeds?\b/, ' hundred seeds'),
    caughtBy: rendered,
  },
  { view: 'differences', type: 'text/html', what: 'an interval', edit: larger, caughtBy: rendered },
  {
    view: 'labelMultipliers',
    type: 'text/html',
    what: 'a label multiplier',
    edit: (text) => text.replace(/(\d)( ×)/, (_, digit, times) => `${(Number(digit) + 1) % 10}${times}`),
    caughtBy: rendered,
  },
  {
    view: 'levelCurve',
    type: 'image/svg+xml',
    what: 'a mark in a figure',
    edit: (text) => text.replace(/cy="(\d+)/, (_, y) => `cy="${Number(y) - 40}`),
    caughtBy: rendered,
  },
  {
    view: 'levelCurve',
    type: 'image/svg+xml',
    what: 'a hover text in a figure',
    edit: (text) => text.replace(/seed 1: run/, 'seed 9: run'),
    caughtBy: rendered,
  },
  {
    view: 'pairedDifferences',
    type: 'application/vnd.plotly.v1+json',
    what: 'a point of an interactive figure',
    edit: (text) => text.replace(/"x":\[(-?\d)/, '"x":[9$1'),
    caughtBy: rendered,
  },
  {
    view: 'expectation',
    type: 'text/markdown',
    what: 'the expectation, after the fact',
    edit: (text) => text.replace('at every budget', 'at 8 labels'),
    caughtBy: rendered,
  },
  {
    view: 'against',
    type: 'text/markdown',
    what: 'a number in a sentence',
    edit: larger,
    caughtBy: rendered,
  },
  {
    view: 'limits',
    type: 'text/markdown',
    what: 'a limit softened',
    edit: (text) => text.replace('not children', 'almost children'),
    caughtBy: rendered,
  },
  {
    view: 'ledger',
    type: 'text/html',
    what: 'a cost',
    edit: (text) => text.replace('1,000', '100'),
    caughtBy: rendered,
  },
  {
    view: 'claim',
    type: 'text/html',
    what: 'the number of the source',
    edit: (text) => text.replace('20 points', '40 points'),
    caughtBy: rendered,
  },
];

export const reportEdits: readonly TextEdit[] = [
  { what: 'a number', edit: larger, caughtBy: rendered },
  {
    what: 'the verdict turned round',
    edit: (text) => text.replace('Supports the claim', 'Contradicts the claim'),
    caughtBy: rendered,
  },
  {
    what: 'a limit deleted',
    edit: (text) => text.replace('<li>Toys are not children.</li>', ''),
    caughtBy: rendered,
  },
  {
    what: 'a receipt',
    edit: (text) => text.replace(/data-runs="[0-9a-f]{10}/, 'data-runs="0123456789'),
    caughtBy: rendered,
  },
  {
    what: 'a point of an interactive figure',
    edit: (text) => text.replace(/"y":\[0\.\d/, '"y":[0.99'),
    caughtBy: rendered,
  },
  {
    what: 'a script added',
    edit: (text) => text.replace('</body>', '<script>alert(1)</script></body>'),
    caughtBy: rendered,
  },
  {
    what: 'another record named as its own',
    edit: (text) => text.replace('"firstSeed":1', '"firstSeed":11'),
    caughtBy: rendered,
    told: /^No results of 'toy' are recorded at the tier 'laptop' from seed 11 on/,
  },
  {
    what: 'no record named',
    edit: (text) => text.replace('id="origin"', 'id="none"'),
    caughtBy: rendered,
    told: /^it does not say which results it shows$/,
  },
];

export const markdownEdits: readonly TextEdit[] = [
  { what: 'a mean in the table of a README', edit: larger, caughtBy: rendered },
  {
    what: 'half an interval in the table of a README',
    edit: (text) => text.replace(/ ± 0\.\d{3}/, ''),
    caughtBy: rendered,
  },
  {
    what: 'a finding in the table of a README',
    edit: (text) => text.replace('*supports*', '*contradicts*'),
    caughtBy: rendered,
  },
  {
    what: 'the verdict’s sentence in a README',
    edit: (text) => text.replace(/seeds/g, 'seed'),
    caughtBy: rendered,
  },
  {
    what: 'the expectation in a README',
    edit: (text) => text.replace('at every budget', 'at 8 labels'),
    caughtBy: rendered,
  },
  {
    what: 'a row left out of a README',
    edit: (text) => text.replace(/\| Pushed .*\n/, ''),
    caughtBy: rendered,
  },
];
