/** What a notebook imports: import * as lab from 'pretraining-lab'. */
export { ablations } from './ablations';
export { defineAblation } from './ablations/ablation';
export { contrastiveImages } from './ablations/contrastiveImages';
export { domainAdaptation, domainAdaptationOn } from './ablations/domainAdaptation';
export {
  domainMismatchAndSelection,
  domainMismatchAndSelectionOn,
} from './ablations/domainMismatchAndSelection';
export { medicalImages, medicalImagesOn } from './ablations/medicalImages';
export { pretrainingVersusScratch } from './ablations/pretrainingVersusScratch';
export { type RankCorrelation, rankCorrelation, spearman } from './ablations/rankCorrelation';
export { Study, storedStudy, study } from './ablations/study';
export { classification } from './ablations/task';
export { transformerVersusConvnet } from './ablations/transformerVersusConvnet';
export {
  type ContinuedPretraining,
  continuePretraining,
  mixReplay,
  type PretrainingPhase,
} from './adaptation/continuedPretraining';
export { crossEntropyDifference } from './adaptation/crossEntropyDifference';
export {
  crossEntropyMatrix,
  type DistanceMatrix,
  distanceMatrix,
  jensenShannonDivergence,
  proxyADistance,
  vocabularyOverlap,
} from './adaptation/domainDistance';
export { fixedLengthChunks } from './adaptation/fixedLengthChunks';
export { importanceResampling } from './adaptation/importanceResampling';
export { selectNearestNeighbours } from './adaptation/nearestNeighbours';
export type { SelectionBudget, TextPool } from './adaptation/pool';
export { randomSelection } from './adaptation/randomSelection';
export { type Selection, type SelectionMethod, selectCorpus } from './adaptation/selectCorpus';
export { brokenWords, extendEncoder, type Fragmentation, fragmentation } from './adaptation/vocabulary';
export { type LengthBatch, lengthBucketedBatches } from './data/batches';
export { loadDataset, type TextDataset } from './data/dataset';
export { type ImageDataset, loadImages } from './data/imageDataset';
export { fitImages } from './data/imageFitting';
export { ImageCollection, type ImageShape, LabelledImages } from './data/images';
export type { LabelBudget } from './data/labelBudget';
export { packedBlocks } from './data/packing';
export { type SeededRandom, seededRandom } from './data/seededRandom';
export { type LabelledText, LabelledTexts, TextCorpus } from './data/texts';
export { loadTokenizer, type Tokenizer, trainWordPiece } from './data/tokenizer';
export { tf } from './engine/native';
export { compile, type Engine, type Precision, type Program, type State } from './engine/program';
export { type Randomness, randomness } from './engine/randomness';
export { LabError, StoppedError } from './errors';
export {
  type ConvolutionalConfig,
  type ConvolutionalEncoder,
  convolutionalEncoder,
  type ImageEncoder,
} from './models/convolutionalEncoder';
export { ImageClassifier } from './models/imageClassifier';
export { countParameters, type Parameters } from './models/parameters';
export { type ResidualConfig, ResidualEncoder, residualEncoder } from './models/residualEncoder';
export { TextClassifier } from './models/textClassifier';
export { TransformerEncoder, transformerEncoder } from './models/transformerEncoder';
export {
  VisionTransformer,
  type VisionTransformerConfig,
  visionTransformer,
} from './models/visionTransformer';
export { type Augmentation, augment, noAugmentation } from './objectives/augmentation';
export { type CausalLanguageModel, causalLanguageModel } from './objectives/causalLanguageModel';
export { type ColourChanges, changeColours } from './objectives/colourAugmentation';
export { type Contrastive, contrastive, ntXent } from './objectives/contrastive';
export { coOccurrenceVectors } from './objectives/coOccurrence';
export { type MaskedAutoencoder, maskedAutoencoder } from './objectives/maskedAutoencoder';
export { type MaskedLanguageModel, maskedLanguageModel } from './objectives/maskedLanguageModel';
export {
  quarterTurns,
  type RotationPrediction,
  rotationPrediction,
} from './objectives/rotationPrediction';
export { type Progress, type ProgressOptions, startProgress } from './progress';
export { curveFigure } from './report/curveFigure';
export {
  Display,
  type Displayable,
  display,
  type FigureLike,
  figureBundle,
  inNotebook,
  type MimeBundle,
  markdownBundle,
  show,
} from './report/display';
export { type HeatmapSpecification, heatmapFigure } from './report/heatmapFigure';
export { ImageGrid, imageGrid } from './report/imageGrid';
export { stageChanges } from './report/stageFigures';
export { breathe } from './stop';
export { type AdamWOptions, adamW, type Optimizer } from './training/adamW';
export { loadTensors, saveTensors } from './training/checkpoint';
export { ClassifierTrainer } from './training/finetune';
export { ImageClassifierTrainer } from './training/finetuneImages';
export { finetune, textClassifier } from './training/finetuneTexts';
export { heldOutLoss } from './training/heldOutLoss';
export { metrics } from './training/metrics';
export { type PretrainOptions, type PretrainResult, pretrain, startFromVectors } from './training/pretrain';
export { pretrainContrastive } from './training/pretrainContrastive';
export {
  pretrainMaskedAutoencoder,
  type Reconstruction,
  reconstructImages,
} from './training/pretrainMaskedAutoencoder';
export { pretrainRotations } from './training/pretrainRotations';
export { pretrainSupervisedImages } from './training/pretrainSupervisedImages';
export { loadEncoder, saveEncoder } from './training/savedEncoder';
export { type ScheduleOptions, warmupCosine } from './training/schedule';
