/** What a notebook imports: import * as lab from 'pretraining-lab'. */

// First: it remembers what every module said when it was loaded.
import './runner/code/loadedCode';

export {
  type ContinuedPretraining,
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
export { type AnnotatedText, AnnotatedTexts, type Annotation } from './data/annotatedTexts';
export { type LengthBatch, lengthBucketedBatches } from './data/batches';
export { CasedTokenizer, trainCasedTokenizer } from './data/casedTokenizer';
export { loadDataset, type TextDataset } from './data/dataset';
export { type ImageDataset, loadImages, requireChannels } from './data/imageDataset';
export { fitImages } from './data/imageFitting';
export { evenlyChosen } from './data/imageSelection';
export { ImageCollection, type ImageShape, LabelledImages } from './data/images';
export type { LabelBudget } from './data/labelBudget';
export { LabelledFrames } from './data/labelledFrames';
export { packedBlocks } from './data/packing';
export { roadClasses, roadFrames, roadShape, roadVoid, weathers } from './data/roadScenes';
export { type SeededRandom, seededRandom } from './data/seededRandom';
export { type LabelledText, LabelledTexts, TextCorpus } from './data/texts';
export { loadTokenizer, type Tokenizer, trainWordPiece } from './data/tokenizer';
export { tf } from './engine/native';
export { compile, type Engine, type Precision, type Program, type State } from './engine/program';
export { type Randomness, randomness } from './engine/randomness';
export { LabError, StoppedError } from './errors';
export { ClassifierScores, type NamedClassScore } from './finetuning/classifierScores';
export type { ClassWeights } from './finetuning/classWeights';
export { Finetuned } from './finetuning/finetuned';
export {
  type FinetunedImages,
  type FinetuneImagesOptions,
  finetuneImages,
  imageClassifier,
  loadImageClassifier,
  OwnImageClassifier,
} from './finetuning/finetuneImages';
export {
  type FinetunedTexts,
  type FinetuneTextsOptions,
  finetune,
  loadClassifier,
  OwnTextClassifier,
  textClassifier,
} from './finetuning/finetuneTexts';
export type { TriedRate } from './finetuning/finetuning';
export type { FinetuningOptions } from './finetuning/finetuningOptions';
export {
  type Axis,
  categoryAxis,
  type Level,
  labelledImages as labelledImageCount,
  labelledSentences,
  labelsPerClass,
  sentencePairs,
  settingAxis,
} from './form/axis';
export { dataRecipe } from './form/dataRecipe';
export { onCards } from './form/onCards';
export { armRecipe, type StageContext, stageRecipe, type TrialContext } from './form/recipe';
export type { StageResult, TrialResult } from './form/result';
export { defineStudy, type Study, settingsOf } from './form/study';
export { fillMask, type MaskAnswer } from './inspection/filledMask';
export { imageHeads, textHeads } from './inspection/headAttention';
export { imageAttention } from './inspection/imageAttention';
export { type LayerGradient, layerGradients } from './inspection/layerGradients';
export { loadedTranslator, TextTranslator } from './inspection/loadedTranslator';
export { directionTo, filterNormalisedDirection, lossOnPlane } from './inspection/lossSurface';
export { nearestImages } from './inspection/nearestImages';
export { nearestWords } from './inspection/nearestWords';
export { stageEncoder } from './inspection/stageEncoder';
export { taggedWords } from './inspection/taggedWords';
export { textAttention } from './inspection/textAttention';
export { nearestTexts, textVectors } from './inspection/textVectors';
export { tokenizerOf } from './inspection/tokenizerOf';
export { alignment, uniformity } from './inspection/vectorGeometry';
export { type WritingOptions, writtenText } from './inspection/writtenText';
export { type Bleu, corpusBleu, sentenceBleu } from './metrics/bleu';
export { type CalibrationBin, calibrationBins, calibrationError } from './metrics/calibration';
export { classScores, confusionMatrix } from './metrics/confusion';
export { entityScores } from './metrics/entityScores';
export { highestScores } from './metrics/highestScores';
export { toBio } from './metrics/recogniseScheme';
export { metricNamed, metrics } from './metrics/registry';
export { ClozeClassifier } from './models/clozeClassifier';
export {
  type ConvolutionalConfig,
  type ConvolutionalEncoder,
  convolutionalEncoder,
  type ImageEncoder,
} from './models/convolutionalEncoder';
export { type DeepConfig, type DeepEncoder, deepEncoder } from './models/deepEncoder';
export { DeepTransformer, type DeepTransformerConfig } from './models/deepTransformer';
export { EncoderDecoder, type EncoderDecoderConfig } from './models/encoderDecoder';
export { headMagnitudes } from './models/headMagnitude';
export { keptHeads, lowestFirst, normalisedByLayer, randomOrder } from './models/headOrder';
export { ImageClassifier } from './models/imageClassifier';
export { LexicalTranslation } from './models/lexicalTranslation';
export { MaskedHeadsEncoder } from './models/maskedHeads';
export { countParameters, type Parameters } from './models/parameters';
export { type KeptHeads, PrunedEncoder } from './models/prunedHeads';
export { type ResidualConfig, ResidualEncoder, residualEncoder } from './models/residualEncoder';
export { SegmentationNetwork } from './models/segmentationNetwork';
export { SentenceTagger } from './models/sentenceTagger';
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
export { type Contrastive, ntXent } from './objectives/contrastive';
export { coOccurrenceVectors } from './objectives/coOccurrence';
export { spansMasked } from './objectives/denoising';
export { contrastive, maskedAutoencoder } from './objectives/madeWith';
export type { MaskedAutoencoder } from './objectives/maskedAutoencoder';
export { type MaskedLanguageModel, maskedLanguageModel } from './objectives/maskedLanguageModel';
export {
  quarterTurns,
  type RotationPrediction,
  rotationPrediction,
} from './objectives/rotationPrediction';
export type { KeptRun } from './ownRuns/runFile';
export { RunList, runs } from './ownRuns/runList';
export { sweep } from './ownRuns/sweep';
export { type OwnRun, track } from './ownRuns/track';
export { type Progress, type ProgressOptions, startProgress } from './progress';
export { loadAdapters, saveAdapters } from './published/adapterFolder';
export { type ExportOptions, exportModel } from './published/exportModel';
export {
  type FinetunePublishedImagesOptions,
  type FinetunePublishedOptions,
  finetunePublished,
  finetunePublishedImages,
} from './published/finetunePublished';
export {
  type GenerationOptions,
  generateText,
  TextGenerator,
} from './published/generation/generateText';
export { type TranslateOptions, Translator } from './published/generation/translate';
export { getModel } from './published/getModel';
export { loadPublished, loadPublishedImages, loadPublishedText } from './published/loadPublished';
export { LowRankAdapters, type LowRankOptions } from './published/lowRankAdapters';
export { continuePublished, type MaskedContinuationOptions } from './published/maskedContinuation';
export { type ModelCard, readModelCard as modelCard } from './published/modelCard';
export { PicturePreparation } from './published/picturePreparation';
export {
  PublishedImageClassifier,
  type PublishedImageClassifierOptions,
} from './published/publishedImageClassifier';
export type { ImageInput, PublishedModel, PublishedOutput, TextInput } from './published/publishedModel';
export {
  type Pooling,
  type PublishedClassifierOptions,
  PublishedTextClassifier,
} from './published/publishedTextClassifier';
export { type EncodedBatch, PublishedTokenizer } from './published/publishedTokenizer';
export { sentenceEmbeddings } from './published/sentenceEmbeddings';
export { adaptationTexts } from './recipes/adaptationTexts';
export { translationMemory, wordByWord } from './recipes/classicalTranslators';
export { clozeClassifier, verbaliser } from './recipes/clozeClassifier';
export {
  type BudgetedArmSettings,
  type BudgetedPretrainingSettings,
  budgetedFinetuning,
  budgetedPretraining,
  budgetedProbe,
  type ComputeBudget,
} from './recipes/computeBudget';
export { continuedPretraining } from './recipes/continuedPretraining';
export {
  type ContinuedPublishedSettings,
  continuedPublished,
} from './recipes/continuedPublished';
export { contrastivePretraining } from './recipes/contrastivePretraining';
export { type ConvnetSettings, convnet } from './recipes/convnet';
export { coOccurrence } from './recipes/coOccurrence';
export {
  type DeepNetworkSettings,
  type DeepTransformerSettings,
  plainNetwork,
  plainNormalised,
  postNormTransformer,
  preNormTransformer,
  residualNetwork,
  residualNormalised,
} from './recipes/deepNetwork';
export { denoisedTranslator } from './recipes/denoisedTranslator';
export { encoderOverVectors } from './recipes/encoderOverVectors';
export { finetunedHeads } from './recipes/finetunedHeads';
export { finetunedImages, probedImages } from './recipes/finetunedImages';
export { finetunedTagger, probedTagger } from './recipes/finetunedTagger';
export { finetuned, probed } from './recipes/finetunedTexts';
export { cellAugmentation, digitAugmentation } from './recipes/imageAugmentation';
export {
  type ImageClassificationData,
  type ImagesBesideOthers,
  imagesBesideOthers,
  labelledImages,
} from './recipes/imageData';
export {
  type HeadMeasures,
  headMeasures,
  prunedClassifier,
  removalOrder,
} from './recipes/keptClassifier';
export { labelledTexts } from './recipes/labelledTexts';
export { lexiconClassifier } from './recipes/lexiconClassifier';
export { linearTagger } from './recipes/linearTagger';
export { type MaskedAutoencodingSettings, maskedAutoencoding } from './recipes/maskedAutoencoding';
export { maskedLanguageModelling } from './recipes/maskedLanguageModelling';
export { type PatchTransformerSettings, patchTransformer } from './recipes/patchTransformer';
export { probedEncoder } from './recipes/probedEncoder';
export { probeThenFinetune } from './recipes/probeThenFinetune';
export { proxyTask } from './recipes/proxyTask';
export {
  type PublishedEncoderOptions,
  type PublishedEncoderSettings,
  publishedEncoder,
} from './recipes/publishedEncoder';
export { probedPublishedTagger } from './recipes/publishedTagger';
export {
  adaptedPublished,
  finetunedPublished,
  probedPublished,
} from './recipes/publishedTexts';
export { type RoadSceneData, type RoadSceneSettings, roadScenes } from './recipes/roadSceneData';
export { pixelClassifier, type SegmentationSettings, segmentationArm } from './recipes/segmentation';
export { type SelectionData, selectedText } from './recipes/selectedText';
export { type SentimentData, sentimentTexts } from './recipes/sentimentTexts';
export { storedVectors } from './recipes/storedVectors';
export { supervisedPretraining } from './recipes/supervisedPretraining';
export { taggedTexts } from './recipes/taggedTexts';
export { pickSentences, type SentenceTaggingData, withLabels } from './recipes/taggingData';
export type { TextClassificationData } from './recipes/textData';
export { tfidfClassifier } from './recipes/tfidfClassifier';
export { threeDomains } from './recipes/threeDomains';
export { type TrainedImagesSettings, trainedImages } from './recipes/trainedImages';
export { trainedTranslator } from './recipes/trainedTranslator';
export {
  type TranslationTextData,
  tokenizerOf as pairTokenizerOf,
  trainingPairs,
} from './recipes/translationData';
export { translationTexts } from './recipes/translationTexts';
export { flipped, weakLabelling } from './recipes/weakLabelling';
export { type WeaklyLabelledData, weaklyLabelledTexts } from './recipes/weaklyLabelledTexts';
export { withAllHeads, withoutHeads } from './recipes/withoutHeads';
export { wordVectorClassifier } from './recipes/wordVectorClassifier';
export { BreakEven, breakEven } from './report/breakEven';
export { computeShares } from './report/computeShares';
export { curveFigure } from './report/curveFigure';
export {
  Display,
  type Displayable,
  display,
  figureBundle,
  inNotebook,
  type MimeBundle,
  markdownBundle,
  show,
} from './report/display';
export { entityText } from './report/entityText';
export type { FigureLike } from './report/figureLike';
export { type HeadPictures, headGrid } from './report/headGrid';
export { type HeatmapSpecification, heatmapFigure } from './report/heatmapFigure';
export { ImageGrid, imageGrid } from './report/imageGrid';
export { maskColours } from './report/maskColours';
export { type RecordName, recordedOutcome } from './report/recordedOutcome';
export { replicationOf } from './report/replicationOf';
export { stageChanges } from './report/stageFigures';
export { streamText } from './report/streamedText';
export { recordedStudy, type StudyOutcome, storedStudy, study } from './report/studyOutcome';
export type { Prices, Weighed } from './runner/breakEven';
export { type LiveStage, LiveStudy, live } from './runner/live';
export { type MeasuredPower, measuredPower } from './runner/measuredPower';
export { bootstrapInterval } from './statistics/bootstrap';
export { corpusCorrelation, corpusCorrelationSentence } from './statistics/corpusCorrelation';
export { holmCorrection } from './statistics/holm';
export { pairedDifference } from './statistics/pairedDifference';
export { spearman } from './statistics/rankCorrelation';
export { tInterval } from './statistics/studentT';
export { breathe } from './stop';
export { studies } from './studies';
export { attentionHeads } from './studies/attentionHeads';
export { computeBalance } from './studies/computeBalance';
export { contrastiveImages } from './studies/contrastiveImages';
export { domainAdaptation } from './studies/domainAdaptation';
export { domainMismatchAndSelection } from './studies/domainMismatchAndSelection';
export { drivingPerception } from './studies/drivingPerception';
export { maskingShare } from './studies/maskingShare';
export { medicalImages } from './studies/medicalImages';
export { namedEntities } from './studies/namedEntities';
export { pretrainingVersusScratch } from './studies/pretrainingVersusScratch';
export { proxyTasks } from './studies/proxyTasks';
export { publishedWeights } from './studies/publishedWeights';
export { sentiment } from './studies/sentiment';
export { skipConnections } from './studies/skipConnections';
export { transformerVersusConvnet } from './studies/transformerVersusConvnet';
export { translationStudy } from './studies/translation';
export { weakLabels } from './studies/weakLabels';
export { classification, drawnExamples, scored } from './tasks/classification';
export { languageModelling, scoredText } from './tasks/languageModelling';
export { measurement } from './tasks/measurement';
export { drawnImages, scoredPixels, segmentation } from './tasks/segmentation';
export { drawnSentences, scoredTags, tagging } from './tasks/tagging';
export { drawnPairs, scoredTranslations, translation } from './tasks/translation';
export { type AdamWOptions, adamW, type Optimizer } from './training/adamW';
export {
  pretrainContrastive,
  pretrainMaskedAutoencoder,
  pretrainRotations,
  pretrainSupervisedImages,
} from './training/checkedImagePretraining';
export { continuePretraining, heldOutLoss, pretrain } from './training/checkedPretraining';
export { loadTensors, saveTensors } from './training/checkpoint';
export { ClassifierTrainer } from './training/classifierTrainer';
export { headImportance } from './training/headImportance';
export { imageTrainer } from './training/imageTrainer';
export { type PretrainOptions, type PretrainResult, startFromVectors } from './training/pretrain';
export {
  type Reconstruction,
  reconstructImages,
} from './training/pretrainMaskedAutoencoder';
export { meanStates, pretrainTextContrast } from './training/pretrainTextContrast';
export { loadEncoder, saveEncoder } from './training/savedEncoder';
export { type ScheduleOptions, warmupCosine } from './training/schedule';
export { segmented, trainSegmentation } from './training/segmentationTraining';
export { TaggerTrainer } from './training/taggerTrainer';
export { textTrainer } from './training/textTrainer';
export { TranslatorTrainer } from './training/translatorTrainer';
