"""Records what the reference implementations give, for the tests of src/metrics.

In a throw-away environment:
    pip install numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1 seqeval==1.2.2 sacrebleu==2.6.0
    python make_references.py

Writes classification.jsonl, tagging.jsonl, translation.jsonl, segmentation.jsonl and measurement.jsonl beside itself: a
line with the versions, then a case a line under the name of its kind. The cases are drawn from fixed seeds, so that a
second run writes the same files. Numbers have 12 digits.
"""

import json
import math
import random
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
from sacrebleu.metrics import BLEU, CHRF
from scipy.stats import rankdata, spearmanr
from seqeval import scheme as seqeval_scheme
from seqeval.metrics import (
    accuracy_score as token_accuracy,
    f1_score as entity_f1,
    precision_score as entity_precision,
    recall_score as entity_recall,
)
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.metrics.sequence_labeling import precision_recall_fscore_support as lenient_scores
from seqeval.metrics.v1 import precision_recall_fscore_support as strict_scores
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    brier_score_loss,
    cohen_kappa_score,
    confusion_matrix,
    f1_score,
    jaccard_score,
    log_loss,
    precision_recall_fscore_support,
    zero_one_loss,
)

warnings.simplefilter("ignore")
np.seterr(all="ignore")
here = Path(__file__).parent


def rounded(value):
    """Numbers with 12 digits; None for what is not a number, and the word for infinity, which JSON lacks."""
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [rounded(entry) for entry in value]
    if isinstance(value, (bool, str)) or value is None:
        return value
    if isinstance(value, (int, np.integer)):
        return int(value)
    value = float(value)
    if math.isnan(value):
        return None
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return float(f"{value:.12g}")


def write(name, packages, **content):
    """The versions on the first line, then each case on a line of its own."""
    lines = [{"versions": {package: version(package) for package in packages}}]
    lines += [{kind: rounded(case)} for kind, cases in content.items() for case in cases]
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    (here / name).write_text(text)
    print(name, len(text), {kind: len(cases) for kind, cases in content.items()})


# Classification -------------------------------------------------------------------------------------------------------


def answers_case(predictions, labels, classes):
    everything = range(classes)
    precision, recall, f1, labelled = precision_recall_fscore_support(
        labels, predictions, labels=everything, average=None, zero_division=0
    )
    return {
        "predictions": predictions,
        "labels": labels,
        "classes": classes,
        "confusion": confusion_matrix(labels, predictions, labels=everything).ravel(),
        "accuracy": accuracy_score(labels, predictions),
        "error": zero_one_loss(labels, predictions),
        "macroF1": f1_score(labels, predictions, average="macro", zero_division=0),
        "microF1": f1_score(labels, predictions, average="micro", zero_division=0),
        "macroRecall": balanced_accuracy_score(labels, predictions),
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "labelled": labelled,
    }


def weighted_gap(confidence, right, bin_of):
    """Expected calibration error of given bins: Guo et al. 2017, equation 3."""
    return sum(
        (bin_of == b).mean() * abs(right[bin_of == b].mean() - confidence[bin_of == b].mean()) for b in np.unique(bin_of)
    )


def equal_width(confidence, right, bins):
    edges = np.arange(1, bins) / bins
    value = weighted_gap(confidence, right, np.searchsorted(edges, confidence, side="left"))
    if np.abs(confidence[:, None] - edges[None, :]).min(initial=1) > 1e-9:
        # scikit-learn's edges are rounded otherwise, so that they are compared where no confidence lies on one.
        accuracy, mean = calibration_curve(right, confidence, n_bins=bins, strategy="uniform", pos_label=1)
        share = np.bincount(np.searchsorted(edges, confidence), minlength=bins) / len(confidence)
        assert abs((share[share > 0] * np.abs(accuracy - mean)).sum() - value) < 1e-12
    return value


def equal_mass(confidence, right, bins):
    rank = rankdata(confidence, method="min").astype(int) - 1
    return weighted_gap(confidence, right, (bins * rank) // len(confidence))


def probabilities_case(thousandths, labels, classes):
    """Probabilities are given in thousandths, so that both languages have the same floating-point numbers."""
    p = np.array(thousandths).reshape(-1, classes) / 1000
    labels_ = np.array(labels)
    with np.errstate(divide="ignore"):
        loss = -np.log(p[np.arange(len(p)), labels_]).mean()
    if np.isfinite(loss):
        assert abs(log_loss(labels, p, labels=range(classes)) - loss) < 1e-9
    confidence, right = p.max(axis=1), (p.argmax(axis=1) == labels_).astype(int)
    return {
        "thousandths": thousandths,
        "labels": labels,
        "classes": classes,
        "loss": loss,
        "brierScore": brier_score_loss(labels, p, labels=list(range(classes)), scale_by_half=False),
        "width": {bins: equal_width(confidence, right, bins) for bins in (5, 10, 15)},
        "mass": {bins: equal_mass(confidence, right, bins) for bins in (5, 10, 15)},
    }


def classification():
    draw = random.Random(1)
    answers = [
        answers_case([0, 1, 1], [0, 1, 1], 3),  # a class in neither
        answers_case([0, 1, 2], [0, 1, 1], 3),  # a class only answered
        answers_case([0, 1, 1], [0, 1, 2], 3),  # a class only labelled
        answers_case([1, 0], [0, 1], 2),  # nothing right
        answers_case([0, 0], [0, 0], 1),
        answers_case([0], [1], 2),
        answers_case([2], [2], 4),
    ]
    for _ in range(150):
        classes = draw.randint(1, 6)
        examples = draw.randint(1, 40)
        used = draw.randint(1, classes)
        labels = [draw.randrange(used) for _ in range(examples)]
        skill = draw.random()
        predictions = [y if draw.random() < skill else draw.randrange(classes) for y in labels]
        answers.append(answers_case(predictions, labels, classes))
    probabilities = [
        probabilities_case([1000, 0], [0], 2),
        probabilities_case([1000, 0], [1], 2),  # the label was ruled out
        probabilities_case([500, 500, 500, 500], [0, 1], 2),  # ties
        probabilities_case([200, 800, 400, 600, 600, 400], [1, 0, 0], 2),  # on the edges of bins
        probabilities_case([700, 200, 100] * 8, [0] * 8, 3),  # one confidence alone
    ]
    for _ in range(120):
        classes = draw.randint(2, 5)
        examples = draw.randint(1, 40)
        sharpness = draw.choice([0.3, 1, 5])
        step = draw.choice([1, 1, 100])  # coarse ones have many ties
        rows, labels = [], []
        for _ in range(examples):
            weights = [draw.gammavariate(sharpness, 1) + 1e-6 for _ in range(classes)]
            row = [int(1000 / step * w / sum(weights)) * step for w in weights]
            row[draw.randrange(classes)] += 1000 - sum(row)
            rows += row
            labels.append(draw.choices(range(classes), weights)[0])
        probabilities.append(probabilities_case(rows, labels, classes))
    write(
        "classification.jsonl",
        ["numpy", "scipy", "scikit-learn"],
        answers=answers,
        probabilities=probabilities,
    )


# Tagging --------------------------------------------------------------------------------------------------------------

prefixes = {"IOB1": "IB", "IOB2": "IB", "IOE1": "IE", "IOE2": "IE", "IOBES": "BIES", "BILOU": "BILU"}


def tagged(entities, length, scheme):
    """Entities (type, start, end) as tags of a scheme."""
    tags = ["O"] * length
    for index, (name, start, end) in enumerate(entities):
        before = index > 0 and entities[index - 1][0] == name and entities[index - 1][2] == start
        after = index + 1 < len(entities) and entities[index + 1][0] == name and entities[index + 1][1] == end
        letters = ["I"] * (end - start)
        if scheme == "IOB2" or (scheme == "IOB1" and before):
            letters[0] = "B"
        if scheme == "IOE2" or (scheme == "IOE1" and after):
            letters[-1] = "E"
        if scheme in ("IOBES", "BILOU"):
            letters[0], letters[-1] = "B", "E" if scheme == "IOBES" else "L"
            if len(letters) == 1:
                letters = ["S" if scheme == "IOBES" else "U"]
        for k, letter in enumerate(letters):
            tags[start + k] = f"{letter}-{name}" if name else letter
    return tags


def some_entities(draw, length, names):
    entities, k = [], 0
    while k < length:
        if draw.random() < 0.45:
            end = min(length, k + draw.choice([1, 1, 2, 3]))
            entities.append((draw.choice(names), k, end))
            k = end
        else:
            k += 1
    return entities


def scores_of(labels, answers, scheme=None):
    """Precision, recall and F1, micro, macro, weighted and by type; None where seqeval refuses."""
    strict = {} if scheme is None else {"mode": "strict", "scheme": getattr(seqeval_scheme, scheme)}
    try:
        scores = {
            average: [
                measure(labels, answers, average=average, zero_division=0, **strict)
                for measure in (entity_precision, entity_recall, entity_f1)
            ]
            for average in ("micro", "macro", "weighted")
        }
        if scheme is None:
            by_type = lenient_scores(labels, answers, average=None, zero_division=0)
            names = {entity[0] for side in (labels, answers) for entity in get_entities(side)}
        else:
            by_type = strict_scores(labels, answers, average=None, zero_division=0, scheme=strict["scheme"])
            names = seqeval_scheme.Entities(labels, strict["scheme"]).unique_tags
            names |= seqeval_scheme.Entities(answers, strict["scheme"]).unique_tags
    except (ValueError, KeyError):
        return None
    scores["types"] = {name: list(values) for name, *values in zip(sorted(names), *by_type)}
    return scores


def tagging_case(labels, answers):
    return {
        "labels": [" ".join(tags) for tags in labels],
        "answers": [" ".join(tags) for tags in answers],
        "tokenAccuracy": token_accuracy(labels, answers) if any(labels) else None,
        "lenient": scores_of(labels, answers),
        "strict": {scheme: scores_of(labels, answers, scheme) for scheme in prefixes},
    }


def split_case(draw):
    """F1 and recall of entities by whether training had the same words, counted by hand over seqeval's entities."""
    names = ["PER", "LOC"]
    lengths = [draw.randint(1, 8) for _ in range(draw.randint(1, 4))]
    words = [[draw.choice("abc") for _ in range(length)] for length in lengths]
    labels = [tagged(some_entities(draw, length, names), length, "IOB2") for length in lengths]
    answers = [
        [tag if draw.random() < 0.8 else draw.choice(["O", "B-PER", "I-LOC"]) for tag in tags] for tags in labels
    ]
    train_words = [[draw.choice("abc") for _ in range(6)] for _ in range(2)]
    train_tags = [tagged(some_entities(draw, 6, names), 6, "IOB2") for _ in range(2)]

    def entities(sentences, tags):
        return {
            (s, name, start, end, " ".join(sentences[s][start : end + 1]))
            for s, own in enumerate(tags)
            for name, start, end in get_entities(own)
        }

    seen = {words_ for *_, words_ in entities(train_words, train_tags)}
    of_labels, of_answers = entities(words, labels), entities(words, answers)
    scores = {}
    for half in ("seen", "unseen"):
        true = {entity for entity in of_labels if (entity[-1] in seen) == (half == "seen")}
        found = {entity for entity in of_answers if (entity[-1] in seen) == (half == "seen")}
        right = len(true & found)
        scores[half] = {
            "labelled": len(true),
            "predicted": len(found),
            "recall": right / len(true) if true else None,
            "f1": 2 * right / (len(true) + len(found)) if true else None,
        }
    return {
        "trainWords": [" ".join(own) for own in train_words],
        "trainTags": [" ".join(own) for own in train_tags],
        "words": [" ".join(own) for own in words],
        "labels": [" ".join(own) for own in labels],
        "answers": [" ".join(own) for own in answers],
        **scores,
    }


def tagging():
    draw = random.Random(2)

    def one(labels, answers):
        return tagging_case([labels.split()], [answers.split()])

    cases = [
        one("B-PER I-PER O", "I-PER I-PER O"),  # starts with I
        one("B-PER I-PER O", "B-PER I-LOC O"),  # changes type
        one("B-PER I-PER", "B-PER B-PER"),
        one("O O", "O O"),  # no entity
        one("B-PER", "O"),  # empty prediction
        one("O", "B-PER"),  # empty reference
        one("B-PER", "B-PER"),
        one("B", "B"),  # no type
        one("B I O B", "B I I I"),
        one("B-A-B I-A-B", "B-A-B I-A"),  # a type with '-'
        one("B--A I--A", "B-A I-A"),
        one("S-A B-A E-A", "S-A B-A I-A"),
        one("U-A B-A L-A", "U-A B-A L-A"),
        one("E-A I-A E-A", "I-A E-A E-A"),
        one("I-A E-A E-A I-A", "I-A I-A E-A I-A"),
        tagging_case([[], ["B-A"]], [[], ["B-A"]]),  # an empty sentence
        tagging_case([["O"], ["I-A"]], [["I-A"], ["I-A"]]),  # nothing goes on over the end of a sentence
    ]
    for k in range(216):
        scheme = list(prefixes)[k % 6]
        names = draw.choice([["PER", "LOC"], ["PER", "LOC", "ORG"], ["A"], ["A", ""]])
        labels, answers = [], []
        for _ in range(draw.randint(1, 3)):
            length = draw.randint(1, 7)
            true = some_entities(draw, length, names)
            own = tagged(true, length, scheme)
            options = ["O"] + [f"{p}-{n}" if n else p for p in prefixes[scheme] for n in names]
            if draw.random() < 0.2:  # broken labels too
                own = [draw.choice(options) for _ in own]
            noise = draw.choice([0, 0.15, 0.4, 1])
            labels.append(own)
            answers.append([tag if draw.random() >= noise else draw.choice(options) for tag in own])
        cases.append(tagging_case(labels, answers))
    # seqeval's default mode does not know L and U; there the lab refuses, so nothing is recorded.
    for case in cases:
        tags = " ".join(case["labels"] + case["answers"]).split()
        if any(tag[0] in "LU" for tag in tags):
            case["lenient"] = None
        used = {tag[0] for tag in tags}
        case["strict"] = {
            scheme: scores
            for scheme, scores in case["strict"].items()
            if used <= set("O" + prefixes[scheme]) or scheme == "IOB2"
        }
    write(
        "tagging.jsonl",
        ["seqeval", "scikit-learn", "numpy"],
        sentences=cases,
        split=[split_case(draw) for _ in range(60)],
    )


# Translation ----------------------------------------------------------------------------------------------------------

vocabulary = (
    "the cat sat on a mat . , and it 's The CAT Mat! (yes) \"no\" 3.14 1,000 10-12 well-known e.g. U.S. 5% $7 a/b x@y.z "
    "&amp; &quot;q&quot; &lt;b&gt; <skipped> fa\u00e7ade na\u00efve stra\u00dfe \u039f\u0394\u039f\u03a3 \u0130stanbul "
    "\u4f60\u597d \u4e16\u754c \u3002 \U0001f600 \U0001f600.b e\u0301t\u00e9 -- --- ... ?! ' '' _ ~ ` [x] {y} 7. .7 7, ,7 -7 7-"
).split()
spaces = [" ", " ", " ", " ", " ", " ", "  ", "\t", "\n", "-\n", "\u00a0", "\u0085", "\u2028", "\x1c", "\ufeff", "\u3000", "\u200b"]


def text(draw, words, odd):
    joined = ""
    for word in words:
        joined += word + (draw.choice(spaces) if odd else " ")
    return joined if odd else joined.strip()


def changed(draw, words, rate):
    result = []
    for word in words:
        kind = draw.random()
        if kind >= rate:
            result.append(word)
        elif kind < rate / 3:
            result.append(draw.choice(vocabulary))
        elif kind < rate / 2:
            result += [word, word]
    return result


def bleu_of(outputs, streams, **settings):
    metric = BLEU(**settings)
    score = metric.corpus_score(outputs, streams)
    return {
        "score": score.score,
        "precisions": score.precisions,
        "brevityPenalty": score.bp,
        "outputLength": score.sys_len,
        "referenceLength": score.ref_len,
        "signature": str(metric.get_signature()),
    }


def chrf_of(outputs, streams, **settings):
    metric = CHRF(**settings)
    score = metric.corpus_score(outputs, streams).score
    return {"score": score, "signature": str(metric.get_signature())}


def translation_case(draw, outputs, references):
    most = max(len(own) for own in references)
    streams = [[own[r] if r < len(own) else None for own in references] for r in range(most)]
    smooth = draw.choice(["exp", "floor", "add-k", "none"])
    bleu = {
        "tokenize": draw.choice(["13a", "13a", "none"]),
        "lowercase": draw.random() < 0.5,
        "smooth_method": smooth,
        "smooth_value": draw.choice([None, 0.01, 0.5, 2]) if smooth in ("floor", "add-k") else None,
        "effective_order": draw.random() < 0.5,
    }
    chrf = {
        "char_order": draw.choice([0, 1, 4, 6]),
        "word_order": draw.choice([1, 2, 3]),
        "beta": draw.choice([1, 2, 3]),
        "lowercase": draw.random() < 0.5,
        "whitespace": draw.random() < 0.5,
    }
    return {
        "outputs": outputs,
        "references": references,
        "bleu": bleu_of(outputs, streams),
        "sentenceBleu": BLEU(effective_order=True).sentence_score(outputs[0], references[0]).score,
        "bleuSettings": bleu,
        "bleuSet": bleu_of(outputs, streams, **bleu),
        "chrF": chrf_of(outputs, streams),
        "chrFPlusPlus": chrf_of(outputs, streams, word_order=2),
        "chrFSettings": chrf,
        "chrFSet": chrf_of(outputs, streams, **chrf),
    }


def translation():
    draw = random.Random(3)
    pairs = [
        (["the cat sat on the mat"], [["the cat sat on the mat"]]),
        (["the cat sat on the mat"], [["The Cat sat on the mat."]]),
        ([""], [["the cat"]]),  # empty output
        (["the cat"], [[""]]),  # empty reference
        ([""], [[""]]),
        (["", "a b c d e"], [["x"], ["a b c d e"]]),
        (["cat"], [["cat"]]),  # single tokens
        (["cat"], [["dog"]]),
        (["a"], [["a"]]),
        (["cat sat"], [["cat sat"]]),
        (["the the the the the"], [["the cat the"]]),
        (["a b c d"], [["a b", "a b c d e f"]]),  # two references as near in length: the shorter one counts
        (["a b c", "d"], [["a b c", "c b a"], ["d"]]),  # one reference and two
        (["\U0001f600\U0001f600 \U0001f601"], [["\U0001f600 \U0001f601\U0001f600"]]),
        (["a &amp;lt; b &lt;amp; c"], [["a < b < c"]]),  # one mark is written out, then the next
        (["   "], [["\n"]]),
        (["\u00e9t\u00e9"], [["e\u0301te\u0301"]]),  # composed or not, characters are compared as they are
    ]
    cases = [translation_case(draw, outputs, references) for outputs, references in pairs]
    for k in range(183):
        odd = k % 3 == 0
        outputs, references = [], []
        several = draw.random() < 0.35
        for _ in range(draw.randint(1, 3)):
            words = [draw.choice(vocabulary[:12] if draw.random() < 0.5 else vocabulary) for _ in range(draw.randint(0, 9))]
            rate = draw.choice([0, 0.2, 0.5, 0.9])
            outputs.append(text(draw, changed(draw, words, rate), odd))
            own = [text(draw, words, odd)]
            if several:
                own += [text(draw, changed(draw, words, 0.4), odd) for _ in range(draw.randint(0, 2))]
            references.append(own)
        cases.append(translation_case(draw, outputs, references))
    write("translation.jsonl", ["sacrebleu"], texts=cases)


# Segmentation ---------------------------------------------------------------------------------------------------------


def segmentation():
    draw = random.Random(4)
    cases = []
    for k in range(120):
        classes = draw.randint(1, 5)
        used = draw.randint(1, classes)
        pixels = draw.randint(1, 30)
        labels = [255 if draw.random() < 0.2 else draw.randrange(used) for _ in range(pixels)]
        labels[0] = 0 if labels[0] == 255 else labels[0]
        skill = draw.choice([0, 0.5, 1])
        answers = [y if draw.random() < skill and y != 255 else draw.randrange(classes) for y in labels]
        kept = [(y, p) for y, p in zip(labels, answers) if y != 255]
        true, found = [y for y, _ in kept], [p for _, p in kept]
        iou = jaccard_score(true, found, labels=list(range(classes)), average=None, zero_division=0)
        present = [c for c in range(classes) if c in true or c in found]
        cases.append(
            {
                "labels": labels,
                "answers": answers,
                "classes": classes,
                "iou": [iou[c] if c in present else None for c in range(classes)],
                "meanIoU": np.mean(iou[present]),
                "pixelAccuracy": accuracy_score(true, found),
            }
        )
    write("segmentation.jsonl", ["scikit-learn", "numpy"], image=cases)


# Measurement ----------------------------------------------------------------------------------------------------------


def measurement():
    draw = random.Random(5)
    ratings, pairs, gradients, totals = [], [], [], []
    for k in range(100):
        things = draw.randint(1, 25)
        names = list(range(draw.randint(1, 4))) if k % 2 else ["yes", "no", "per haps"][: draw.randint(1, 3)]
        first = [draw.choice(names) for _ in range(things)]
        skill = draw.random()
        second = [y if draw.random() < skill else draw.choice(names) for y in first]
        ratings.append(
            {
                "first": first,
                "second": second,
                "agreement": np.mean([a == b for a, b in zip(first, second)]),
                "cohenKappa": cohen_kappa_score(first, second) if len({*first, *second}) > 1 else None,
            }
        )
    for k in range(100):
        things = draw.randint(2, 20)
        x = [draw.choice([draw.randint(0, 4), round(draw.gauss(0, 1), 4)]) for _ in range(things)]
        tie = draw.random()
        y = [v if draw.random() < tie else round(draw.gauss(0, 1), 3) for v in x]
        if k % 10 == 0:
            y = [1] * things
        pairs.append({"x": x, "y": y, "spearman": spearmanr(x, y).statistic})
    for scale in [1, 1e-200, 1e200, 1e-8]:
        for _ in range(5):
            tensors = [[draw.gauss(0, scale) for _ in range(draw.randint(1, 6))] for _ in range(draw.randint(1, 4))]
            tensors = rounded(tensors)
            values = np.concatenate([np.array(tensor) for tensor in tensors])
            # In units of the scale, which NumPy does not do by itself.
            gradients.append({"tensors": tensors, "gradientNorm": scale * np.linalg.norm(values / scale)})
    gradients.append({"tensors": [[0, 0], [0]], "gradientNorm": 0})
    for _ in range(30):
        written = "".join(draw.choice(vocabulary) + " " for _ in range(draw.randint(1, 6)))
        losses = [draw.expovariate(0.5) for _ in range(draw.randint(1, 9))]
        nats = rounded(sum(losses))
        count = len(written.encode("utf-8"))
        totals.append(
            {
                "text": written,
                "nats": nats,
                "tokens": len(losses),
                "bytes": count,
                "perplexity": np.exp(nats / len(losses)),
                "bitsPerByte": np.log2(np.exp(1)) * nats / count,
            }
        )
    write(
        "measurement.jsonl",
        ["numpy", "scipy", "scikit-learn"],
        ratings=ratings,
        pairs=pairs,
        gradients=gradients,
        totals=totals,
    )


if __name__ == "__main__":
    classification()
    tagging()
    translation()
    segmentation()
    measurement()
