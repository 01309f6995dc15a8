"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.probeThenFinetune = probeThenFinetune;
const checkpoint_1 = require("../training/checkpoint");
const classificationArms_1 = require("./classificationArms");
const textClassificationArms_1 = require("./textClassificationArms");
/** Fine-tunes from an encoder's weights (which are copied; the encoder is freed) and scores on test. */
async function probeThenFinetune(options) {
    const { start, task, train, settings, seed, engine, precision } = options;
    const { batchSize, weightDecay, lengths, freezeEmbeddings, l2, validationExamples, ...rates } = settings;
    const started = performance.now();
    const compiled = { batchSize, weightDecay, lengths, freezeEmbeddings, engine, precision };
    const { encoder, trainer } = (0, textClassificationArms_1.reusableTrainer)({ key: task.key, encoder: start.config, ...compiled }, () => ({
        encoder: start,
        classes: task.classes,
        tokenWeights: task.tokenWeights,
        ...compiled,
    }));
    if (encoder !== start) {
        (0, checkpoint_1.restore)(encoder.parameters, (0, checkpoint_1.hostTensors)(start.parameters), 'the starting weights');
        start.dispose();
    }
    trainer.reload();
    const scaling = trainer.classifier.standardize(trainer.features(task.unlabelled));
    trainer.reload();
    const { dev, test } = task;
    const classes = task.classes.length;
    const sets = (0, textClassificationArms_1.frozenSets)(trainer, scaling, `${task.key} ${(0, classificationArms_1.weightsHash)(encoder.parameters)}`, train, dev, test);
    const probe = (0, classificationArms_1.linearProbe)(sets, classes, l2, 0);
    const result = await trainer.finetune({
        ...rates,
        train,
        seed,
        head: probe.head,
        ...(validationExamples > 0 && {
            validation: {
                sequences: dev.sequences.slice(0, validationExamples),
                labels: dev.labels.slice(0, validationExamples),
                everySteps: Math.ceil(rates.steps / 4),
            },
        }),
    });
    const { metrics, facts } = (0, classificationArms_1.scored)(trainer.logits(test.sequences), test.labels, classes);
    return {
        metrics,
        facts: { ...facts, probeMacroF1: probe.result.metrics.macroF1 },
        ...(validationExamples > 0 && { curves: { validationLoss: result.validationLoss } }),
        ledger: {
            trainableParameters: result.trainableParameters,
            trainingFlops: result.trainingFlops,
            seconds: (performance.now() - started) / 1000,
            steps: result.steps,
        },
    };
}
//# sourceMappingURL=probeThenFinetune.js.map