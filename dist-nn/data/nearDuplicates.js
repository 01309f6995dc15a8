"use strict";
/**
 * Near-duplicate texts, found exactly (no hashing misses): two texts are near duplicates when the Jaccard similarity
 * of their features reaches a threshold. Features are the distinct words and pairs of neighbouring words after
 * lower-casing and removal of accents and punctuation. Pairs are found with the prefix filter of Bayardo, Ma and
 * Srikant, "Scaling up all pairs similarity search" (2007): when features are sorted from rare to frequent, two sets of
 * similarity t must share one of their first |x| - ceil(t |x|) + 1 features.
 */
Object.defineProperty(exports, "__esModule", { value: true });
exports.defaultNearDuplicateThreshold = void 0;
exports.wordsOf = wordsOf;
exports.normalisedText = normalisedText;
exports.featureSets = featureSets;
exports.jaccard = jaccard;
exports.nearDuplicatesAcross = nearDuplicatesAcross;
exports.nearDuplicateClusters = nearDuplicateClusters;
/** Similarity from which two texts count as near duplicates unless a card says otherwise. */
exports.defaultNearDuplicateThreshold = 0.6;
/** Words of a text as near-duplicate search sees them: lower case, no accents, letters and digits only. */
function wordsOf(text) {
    const lower = text.toLowerCase();
    if (plainLetters.test(lower))
        return lower.match(/[a-z0-9]+/g) ?? [];
    return (lower
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .match(/[\p{L}\p{N}]+/gu) ?? []);
}
const plainLetters = /^[\0-\x7f]*$/;
/** Equal for texts that differ in case, accents, punctuation or spacing only. */
function normalisedText(text) {
    const words = wordsOf(text);
    return words.length > 0 ? words.join(' ') : text.trim();
}
/** Each text's features as sorted distinct numbers: small numbers are rare features. */
function featureSets(texts) {
    const wordIds = new Map();
    let total = 0;
    const words = texts.map((text) => {
        const found = wordsOf(text);
        if (found.length === 0)
            found.push(text.trim());
        total += 2 * found.length;
        return Uint32Array.from(found, (word) => {
            let id = wordIds.get(word);
            if (id === undefined) {
                id = wordIds.size + 1;
                wordIds.set(word, id);
            }
            return id;
        });
    });
    const numbers = new PairNumbers(total);
    const frequency = new Uint32Array(total);
    const lastText = new Int32Array(total).fill(-1);
    const scratch = new Uint32Array(2 * words.reduce((most, { length }) => Math.max(most, length), 0));
    const raw = words.map((ids, index) => {
        let size = 0;
        const add = (previous, id) => {
            const feature = numbers.of(previous, id);
            if (lastText[feature] === index)
                return;
            lastText[feature] = index;
            scratch[size++] = feature;
            frequency[feature]++;
        };
        for (let place = 0; place < ids.length; place++) {
            add(0, ids[place]);
            if (place > 0)
                add(ids[place - 1], ids[place]);
        }
        return scratch.slice(0, size);
    });
    // One number of frequency and feature sorts faster than a comparison of two.
    const order = Float64Array.from({ length: numbers.size }, (_, feature) => frequency[feature] * 2 ** 32 + feature).sort();
    const rank = new Uint32Array(order.length);
    order.forEach((key, position) => {
        rank[key % 2 ** 32] = position;
    });
    return raw.map((features) => features.map((feature) => rank[feature]).sort());
}
/** Numbers pairs in the order of their first coming: an open-addressing table, several times as fast as a Map here. */
class PairNumbers {
    size = 0;
    keys;
    numbers;
    /** @param most how many different pairs may come */
    constructor(most) {
        const slots = 2 ** Math.ceil(Math.log2(2 * most + 2));
        this.keys = new Float64Array(slots);
        this.numbers = new Uint32Array(slots);
    }
    /** @param second 1 or more: key 0 marks an empty slot */
    of(first, second) {
        const key = first * 2 ** 26 + second;
        const mask = this.keys.length - 1;
        const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
        let slot = (mixed ^ (mixed >>> 15)) & mask;
        while (this.keys[slot] !== key) {
            if (this.keys[slot] === 0) {
                this.keys[slot] = key;
                this.numbers[slot] = this.size++;
                break;
            }
            slot = (slot + 1) & mask;
        }
        return this.numbers[slot];
    }
}
/** Jaccard similarity of two sorted sets, 0 to 1; 0 as soon as it is sure to stay below `least`. */
function jaccard(first, second, least = 0) {
    const both = first.length + second.length;
    if (both === 0)
        return 1;
    // |x ∩ y| / |x ∪ y| >= t  <=>  |x ∩ y| >= t / (1 + t) (|x| + |y|): stops once too few are left to reach that.
    const needed = (least / (1 + least)) * both - 1e-9;
    let shared = 0;
    for (let i = 0, j = 0; i < first.length && j < second.length;) {
        if (shared + Math.min(first.length - i, second.length - j) < needed)
            return 0;
        const difference = first[i] - second[j];
        if (difference === 0) {
            shared++;
            i++;
            j++;
        }
        else if (difference < 0)
            i++;
        else
            j++;
    }
    return shared / (both - shared);
}
/** Of each feature, the sets that have it in their prefix: all in one array, in which each feature has a stretch. */
class SimilarSetIndex {
    sets;
    threshold;
    starts;
    holders;
    seenBy;
    /** @param indexed how many of the first sets can be found */
    constructor(sets, threshold, indexed) {
        this.sets = sets;
        this.threshold = threshold;
        this.seenBy = new Int32Array(sets.length).fill(-1);
        const features = sets.reduce((most, set) => Math.max(most, (set[set.length - 1] ?? -1) + 1), 0);
        const counts = new Uint32Array(features + 1);
        const inPrefixes = (visit) => {
            for (let index = 0; index < indexed; index++) {
                const set = sets[index];
                const end = this.prefixLength(set);
                for (let position = 0; position < end; position++)
                    visit(set[position], index);
            }
        };
        inPrefixes((feature) => counts[feature]++);
        let total = 0;
        this.starts = counts.map((count) => {
            total += count;
            return total - count;
        });
        this.holders = new Uint32Array(total);
        const next = this.starts.slice();
        inPrefixes((feature, index) => {
            this.holders[next[feature]++] = index;
        });
    }
    prefixLength(set) {
        // The small number guards against 0.7 * 10 = 7.000000000000001.
        return Math.min(set.length, set.length - Math.ceil(this.threshold * set.length - 1e-9) + 1);
    }
    /** Indexed sets before set `index` that are at least as similar to it as the threshold, in the order of finding. */
    *similarTo(index) {
        const set = this.sets[index];
        const prefix = this.prefixLength(set);
        const shortest = this.threshold * set.length - 1e-9;
        const longest = set.length / this.threshold + 1e-9;
        for (let position = 0; position < prefix; position++) {
            const feature = set[position];
            const end = this.starts[feature + 1];
            for (let place = this.starts[feature]; place < end; place++) {
                const other = this.holders[place];
                if (other >= index)
                    break;
                if (this.seenBy[other] === index)
                    continue;
                this.seenBy[other] = index;
                const candidate = this.sets[other];
                if (candidate.length < shortest || candidate.length > longest)
                    continue;
                if (jaccard(set, candidate, this.threshold) >= this.threshold - 1e-9)
                    yield other;
            }
        }
    }
}
/** Texts of one list that nearly repeat texts of another: [index in searched, index in reference]; one match per searched text. */
function nearDuplicatesAcross(searched, reference, threshold = exports.defaultNearDuplicateThreshold) {
    const sets = featureSets([...reference, ...searched]);
    const index = new SimilarSetIndex(sets, threshold, reference.length);
    const found = [];
    for (let entry = 0; entry < searched.length; entry++) {
        for (const match of index.similarTo(reference.length + entry)) {
            found.push([entry, match]);
            break;
        }
    }
    return found;
}
/**
 * The cluster of every text, as the lowest index in it: texts joined by a chain of near duplicates share a cluster,
 * so no near-duplicate pair is parted when whole clusters move.
 */
function nearDuplicateClusters(texts, threshold = exports.defaultNearDuplicateThreshold) {
    const parent = Uint32Array.from(texts.keys());
    function root(index) {
        let current = index;
        while (parent[current] !== current) {
            parent[current] = parent[parent[current]];
            current = parent[current];
        }
        return current;
    }
    const sets = featureSets(texts);
    const index = new SimilarSetIndex(sets, threshold, sets.length);
    for (let entry = 0; entry < texts.length; entry++) {
        for (const match of index.similarTo(entry)) {
            const first = root(entry);
            const second = root(match);
            if (first !== second)
                parent[Math.max(first, second)] = Math.min(first, second);
        }
    }
    return Uint32Array.from(texts.keys(), (entry) => root(entry));
}
//# sourceMappingURL=nearDuplicates.js.map