/** From scores of classes to answers. */
import { checkScores } from './classChecks';

/**
 * The class with the highest score of each row, the first of equals.
 * @param scores [rows, classes], row-major: probabilities or logits
 * @throws LabError for a score that is not a number, or rows that are not whole
 */
export function highestScores(scores: ArrayLike<number>, classes: number): Int32Array {
  if (scores.length > 0) checkScores(scores, classes);
  const answers = new Int32Array(scores.length / classes);
  for (let row = 0; row < answers.length; row++) {
    let best = 0;
    for (let k = 1; k < classes; k++) if (scores[row * classes + k] > scores[row * classes + best]) best = k;
    answers[row] = best;
  }
  return answers;
}

/**
 * Share of examples whose highest score [examples, classes] is shared by two classes or more, so that the answer was the
 * tie-break's and not the model's. Scores may be probabilities or logits.
 */
export function tieRate(scores: ArrayLike<number>, classes: number): number {
  checkScores(scores, classes);
  let ties = 0;
  for (let start = 0; start < scores.length; start += classes) {
    let highest = scores[start];
    let holders = 1;
    for (let c = start + 1; c < start + classes; c++) {
      if (scores[c] > highest) [highest, holders] = [scores[c], 1];
      else if (scores[c] === highest) holders++;
    }
    if (holders > 1) ties++;
  }
  return ties / (scores.length / classes);
}
