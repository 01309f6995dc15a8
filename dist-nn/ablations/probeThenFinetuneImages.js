"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.probeThenFinetuneImages = probeThenFinetuneImages;
const classificationArms_1 = require("./classificationArms");
const imageClassificationArms_1 = require("./imageClassificationArms");
const imageStages_1 = require("./imageStages");
/**
 * Probes the encoder that the arm starts from (fresh weights of the trial's seed, where it starts from no stage), fine-tunes
 * it unless `frozen`, and scores it on test.
 */
async function probeThenFinetuneImages(options) {
    const { context, task, train, augmentation, scaleOn, validation, l2, finetuning, score } = options;
    const { seed, engine, precision, start, matched } = context;
    const { batchSize, weightDecay, validationPoints } = options.sizes;
    const started = performance.now();
    const elapsed = () => (performance.now() - started) / 1000;
    const compiled = { batchSize, weightDecay, augmentation, engine, precision };
    const { encoder, trainer } = (0, imageClassificationArms_1.reusableImageTrainer)({ data: task.hash, encoder: options.encoder.sizes, ...compiled }, () => ({ encoder: options.encoder.make(1), classes: task.labels, ...compiled }));
    (0, imageStages_1.startWeights)(encoder, start, () => options.encoder.make(seed));
    trainer.reload();
    const scaling = trainer.classifier.standardize(trainer.features(scaleOn));
    trainer.reload();
    const before = (0, classificationArms_1.weightsHash)(encoder.parameters);
    const sets = (0, imageClassificationArms_1.frozenImageSets)(trainer, scaling, { train, dev: task.dev, test: task.test });
    const { result: probe, head } = (0, classificationArms_1.linearProbe)(sets, task.labels.length, l2, elapsed());
    const answers = () => trainer.logits(task.test);
    if (!finetuning) {
        trainer.classifier.setHead(head);
        trainer.reload();
        const own = score?.(answers(), task.test.labels);
        const hashes = { weightsBefore: before, weightsAfter: (0, classificationArms_1.weightsHash)(encoder.parameters) };
        return { ...probe, ...own, facts: { ...probe.facts, ...own?.facts, ...hashes } };
    }
    const steps = finetuning.steps + trainer.stepsFor(matched?.ledger.trainingFlops ?? 0);
    const { validationLoss, trainableParameters, trainingFlops } = await trainer.finetune({
        ...{ ...finetuning, steps, train, seed },
        // First the probe, then everything, in every arm alike.
        head,
        validation: { images: validation, everySteps: Math.ceil(steps / validationPoints) },
    });
    const { metrics, facts } = score
        ? score(answers(), task.test.labels)
        : (0, classificationArms_1.scored)(answers(), task.test.labels, task.labels.length);
    return {
        ...{ metrics, facts, curves: { validationLoss } },
        ledger: { trainableParameters, trainingFlops, seconds: elapsed(), steps },
    };
}
//# sourceMappingURL=probeThenFinetuneImages.js.map