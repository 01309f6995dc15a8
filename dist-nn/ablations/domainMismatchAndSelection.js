"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.domainMismatchAndSelection = void 0;
exports.domainMismatchAndSelectionOn = domainMismatchAndSelectionOn;
/**
 * Domain mismatch and corpus selection.
 *
 * Claim: of a large mixed pool, text selected to be like the target is better to pretrain on than as much drawn at random.
 * Source: Xie et al. 2023 (DSIR). Expected here: DSIR ahead of random at every budget; text of the target's own domain helps
 * most, that of a distant domain least.
 * Pretraining is counting co-occurrences, seconds a corpus, so that many corpora can be compared; the classifier is a
 * logistic regression on means of the vectors.
 * Run: npx lab run domain-mismatch-and-selection --tier quick|laptop|full
 * On other data: npx lab run domain-mismatch-and-selection --cards target=./task.json second=sst2 third=ag-news
 */
const crossEntropyDifference_1 = require("../adaptation/crossEntropyDifference");
const importanceResampling_1 = require("../adaptation/importanceResampling");
const nearestNeighbours_1 = require("../adaptation/nearestNeighbours");
const randomSelection_1 = require("../adaptation/randomSelection");
const selectCorpus_1 = require("../adaptation/selectCorpus");
const seededRandom_1 = require("../data/seededRandom");
const tfidf_1 = require("../models/tfidf");
const wordVectors_1 = require("../models/wordVectors");
const ablation_1 = require("./ablation");
const adaptationStages_1 = require("./adaptationStages");
const cardRoles_1 = require("./cardRoles");
const classificationArms_1 = require("./classificationArms");
const mismatchData_1 = require("./mismatchData");
const task_1 = require("./task");
const textClassificationArms_1 = require("./textClassificationArms");
/** Which card plays which part; each is a task and a domain. */
const roles = { target: 'spam-assassin', second: 'wordnet-glosses', third: 'state-of-the-union' };
const taskNames = ['target', 'second', 'third'];
async function pretraining(context) {
    const { stage, config, data, seed, folder } = context;
    const { tokenizer } = data;
    const { dimensions, ...settings } = config.vectors;
    const selection = await selected(context);
    const texts = new Set(data.tasks.target.domain);
    const ofTarget = selection.texts.filter((text) => texts.has(text)).length;
    const sequences = selection.texts.map(data.encode);
    const result = await (0, adaptationStages_1.wordVectorStage)({ sequences, tokenizer, dimensions, settings, seed, folder });
    const targetShare = ofTarget / selection.texts.length;
    return { ...result, facts: { ...result.facts, texts: selection.texts.length, targetShare, stage } };
}
/** The stage's text: a part of one domain, or what a method selects of all three. */
async function selected(context) {
    const { stage, config, data, seed } = context;
    const { tokenizer, tasks, encode } = data;
    const budget = {
        tokens: config.selection.tokens,
        countTokens: (text) => encode(text).length,
    };
    if (stage === 'target' || stage === 'second' || stage === 'third')
        return (0, selectCorpus_1.selectCorpus)(tasks[stage].domain, (0, randomSelection_1.randomSelection)({ seed }), budget);
    const pool = taskNames.flatMap((name) => tasks[name].domain);
    // The target's texts that labels may be drawn from, without labels: what a user has in hand.
    const target = tasks.target.inHand;
    if (stage === 'nearest') {
        const vectors = (0, adaptationStages_1.storedVectors)(context.artefact('random').folder);
        const weights = (0, wordVectors_1.sifWeights)((0, wordVectors_1.tokenCounts)(pool.map(encode), tokenizer.vocabularySize));
        const { dimensions } = config.vectors;
        const embed = (text) => (0, wordVectors_1.weightedMeans)([encode(text)], { vectors, dimensions, weights }).values;
        const { neighbours } = config.selection;
        return (0, nearestNeighbours_1.selectNearestNeighbours)(pool, { target, embed, neighbours, ...budget });
    }
    const method = {
        random: (0, randomSelection_1.randomSelection)({ seed }),
        mooreLewis: (0, crossEntropyDifference_1.crossEntropyDifference)({ target, seed }),
        importance: (0, importanceResampling_1.importanceResampling)({ target, seed, targetPseudocount: 1 }),
    }[stage];
    return (0, selectCorpus_1.selectCorpus)(pool, method, budget);
}
async function trial(context) {
    const { arm, data } = context;
    // What is selected is selected for the target; only whole domains are tried on the other tasks.
    const whole = arm === 'untrained' || arm === 'tfidf' || taskNames.includes(arm);
    const result = scoredOn('target', context);
    if (!whole)
        return result;
    const others = { second: scoredOn('second', context), third: scoredOn('third', context) };
    return {
        ...result,
        metrics: {
            ...result.metrics,
            ...Object.fromEntries(Object.entries(others).map(([name, { metrics }]) => [`${name}MacroF1`, metrics.macroF1])),
        },
        facts: { ...result.facts, tasks: taskNames.map((name) => data.tasks[name].name).join(', ') },
    };
}
function scoredOn(name, context) {
    const { arm, config, data, labelsPerClass, seed } = context;
    const started = performance.now();
    const task = data.tasks[name];
    const { dev, test, labels } = task;
    const train = (0, textClassificationArms_1.encodeTexts)(task.pool.labelled({ perClass: labelsPerClass, seed }), data.tokenizer);
    const elapsed = () => (performance.now() - started) / 1000;
    if (arm === 'tfidf') {
        const tfidf = tfidf_1.Tfidf.fit(train.texts, { maximumWords: 1 });
        const sets = (0, textClassificationArms_1.tfidfSets)(tfidf, train, dev, test);
        return (0, classificationArms_1.linearProbe)(sets, labels.length, config.linear.tfidfL2, elapsed()).result;
    }
    const vectors = arm === 'untrained'
        ? untrainedVectors(data.tokenizer.vocabularySize * config.vectors.dimensions, seed)
        : (0, adaptationStages_1.storedVectors)(context.artefact(arm).folder);
    const weights = (0, wordVectors_1.sifWeights)(task.counts, config.pooling.sifConstant);
    const sets = (0, textClassificationArms_1.wordVectorSets)(vectors, weights, task.unlabelled, train, dev, test);
    return (0, classificationArms_1.linearProbe)(sets, labels.length, config.linear.l2, elapsed()).result;
}
/** Vectors that know nothing: the same classifier without pretraining. */
function untrainedVectors(size, seed) {
    const random = (0, seededRandom_1.seededRandom)(`untrained vectors/${seed}`);
    return Float32Array.from({ length: size }, () => random.normal());
}
const stageModules = [
    'ablations/adaptationStages',
    'adaptation/selectCorpus',
    'adaptation/randomSelection',
    'adaptation/crossEntropyDifference',
    'adaptation/importanceResampling',
    'adaptation/nearestNeighbours',
    'models/wordVectors',
];
const stage = (title) => ({ title, modules: stageModules, uses: ['selection', 'vectors'] });
const linearModules = ['ablations/classificationArms', 'ablations/textClassificationArms'];
const arm = (kind, title, from) => ({
    kind,
    title,
    from,
    modules: [...linearModules, 'ablations/adaptationStages', 'models/wordVectors'],
    uses: ['vectors', 'pooling', 'linear'],
});
const laptop = {
    data: {
        vocabularySize: 4096,
        vocabularyWords: 200_000,
        poolPerClass: 64,
        chunkWords: 64,
        domainChunks: 20_000,
        devLimit: 600,
        testLimit: 1000,
    },
    selection: { tokens: 200_000, neighbours: 50 },
    vectors: { dimensions: 64, window: 10, contextSmoothing: 0.75, singularValueExponent: 0.75 },
    pooling: { sifConstant: 0.03 },
    linear: { l2: [3, 10, 30, 100, 300], tfidfL2: [0.01, 0.03, 0.1, 0.3, 1, 3] },
};
const quick = {
    ...laptop,
    data: {
        vocabularySize: 1024,
        vocabularyWords: 40_000,
        poolPerClass: 16,
        chunkWords: 64,
        domainChunks: 500,
        devLimit: 150,
        testLimit: 250,
    },
    selection: { tokens: 30_000, neighbours: 20 },
    vectors: { ...laptop.vectors, dimensions: 32 },
    linear: { l2: [30], tfidfL2: [1] },
};
const full = {
    ...laptop,
    data: { ...laptop.data, vocabularySize: 8192, devLimit: 2000, testLimit: 5000 },
    vectors: { ...laptop.vectors, dimensions: 128 },
};
/** The study on cards of one's own, in the parts 'target', 'second' and 'third'; each must be a classification task. */
function domainMismatchAndSelectionOn(own) {
    const cards = (0, cardRoles_1.cardsOf)('domain-mismatch-and-selection', roles, own);
    return (0, ablation_1.defineAblation)({
        id: (0, cardRoles_1.idOn)('domain-mismatch-and-selection', roles, cards),
        title: 'Domain mismatch and corpus selection',
        file: __filename,
        roles,
        onCards: domainMismatchAndSelectionOn,
        claim: {
            sentence: 'Of a large mixed pool, text selected to be like the target is better to pretrain on than as many tokens drawn at random.',
            source: {
                paper: 'Xie, Santurkar, Ma & Liang, Data Selection for Language Models via Importance Resampling',
                version: 'NeurIPS 2023',
                where: 'abstract and section 6',
                number: 'DSIR is 2 to 2.5 points ahead of random selection and heuristic filters on GLUE',
                protocol: 'masked language models of BERT-base size pretrained on text selected from The Pile',
            },
            expected: 'Macro-F1 on the target after text selected by DSIR ahead of random selection at every budget; near domains help more than distant ones.',
        },
        task: (0, task_1.classification)(cards.target, { metrics: ['macroF1', 'accuracy'] }),
        data: {
            cards: Object.values(cards),
            modules: ['ablations/mismatchData', 'ablations/cardRoles', 'ablations/textClassificationArms'],
            uses: ['data'],
            prepare: ({ config }) => (0, mismatchData_1.mismatchData)(cards, config.data),
            hash: (data) => data.hash,
        },
        stages: {
            target: stage("Text of the target's domain"),
            second: stage('Text of the second domain'),
            third: stage('Text of the third domain'),
            random: stage('Drawn at random from the pool'),
            mooreLewis: stage('Selected by cross-entropy difference'),
            importance: stage('Selected by importance resampling'),
            nearest: { ...stage('Selected as nearest neighbours'), from: 'random' },
        },
        arms: {
            untrained: {
                kind: 'baseline',
                title: 'Untrained vectors',
                modules: [...linearModules, 'data/seededRandom', 'models/wordVectors'],
                uses: ['vectors', 'pooling', 'linear'],
            },
            tfidf: {
                kind: 'classical',
                title: 'TF-IDF, logistic regression',
                modules: [...linearModules, 'models/tfidf'],
                uses: ['linear'],
            },
            target: arm('pretrained', "The target's domain", 'target'),
            second: arm('control', 'The second domain', 'second'),
            third: arm('control', 'The third domain', 'third'),
            random: arm('control', 'Pool, at random', 'random'),
            mooreLewis: arm('pretrained', 'Pool, by Moore-Lewis', 'mooreLewis'),
            importance: arm('pretrained', 'Pool, by DSIR', 'importance'),
            nearest: arm('pretrained', 'Pool, nearest neighbours', 'nearest'),
        },
        verdict: { treatment: 'importance', reference: 'random', expects: 'better' },
        tiers: {
            quick: { minutes: 1, labelsPerClass: [2, 8], seeds: 2, pretrainingPerSeed: true, config: quick },
            laptop: { minutes: 2, labelsPerClass: [2, 8, 32], seeds: 5, pretrainingPerSeed: true, config: laptop },
            full: { minutes: 60, labelsPerClass: [2, 8, 32], seeds: 20, pretrainingPerSeed: true, config: full },
        },
        limits: [
            'Pretraining is counting co-occurrences, not a transformer: seconds a corpus, so that all corpora could be compared with five seeds; domain-adaptation has the transformer.',
            'The pool holds three very different domains, one of them the target; a pool of the web is harder to select from.',
            'Nine pairs of source and target leave the rank correlation with a wide interval.',
            'The full tier has not been run, and its minutes are an estimate.',
            'Settings were taken from the pilots and from dev scores of the domain adaptation study, the same for every arm; only the penalty of the regression is chosen for each trial, on dev.',
        ],
        pretraining,
        trial,
    });
}
/** The study; see the head of this file. */
exports.domainMismatchAndSelection = domainMismatchAndSelectionOn({});
//# sourceMappingURL=domainMismatchAndSelection.js.map