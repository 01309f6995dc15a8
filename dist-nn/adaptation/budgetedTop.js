"use strict";
/** The highest-scored texts that fit a token budget, gathered from a stream in memory bounded by the budget. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.BudgetedTop = void 0;
exports.byScore = byScore;
/** Sorts better texts first. */
function byScore(a, b) {
    return b.score - a.score || a.key - b.key;
}
/**
 * Keeps, of all texts offered, the shortest run of best ones that reaches the budget: a binary heap with the worst kept
 * text on top. What was let go can never be among the best again, so the answer is that of sorting everything.
 */
class BudgetedTop {
    budget;
    heap = [];
    kept = new Set();
    total = 0;
    constructor(budget) {
        this.budget = budget;
    }
    /** The score below which nothing can be kept any more; -Infinity until the budget is reached. */
    get threshold() {
        return this.total >= this.budget ? this.heap[0].score : Number.NEGATIVE_INFINITY;
    }
    /** Offers a text; repetitions of a kept text are ignored, as are texts without tokens. */
    offer(entry) {
        if (entry.tokens === 0 || Number.isNaN(entry.score))
            return;
        if (this.total >= this.budget && byScore(entry, this.heap[0]) > 0)
            return;
        if (this.kept.has(entry.key))
            return;
        this.kept.add(entry.key);
        this.push(entry);
        this.total += entry.tokens;
        while (this.total - this.heap[0].tokens >= this.budget) {
            const worst = this.pop();
            this.kept.delete(worst.key);
            this.total -= worst.tokens;
        }
    }
    /** Best first; the tokens of all together are at most the budget. */
    selected() {
        const sorted = [...this.heap].sort(byScore);
        if (this.total > this.budget)
            sorted.pop();
        return sorted;
    }
    push(entry) {
        const { heap } = this;
        let place = heap.push(entry) - 1;
        while (place > 0) {
            const parent = (place - 1) >> 1;
            if (byScore(heap[parent], entry) >= 0)
                break;
            heap[place] = heap[parent];
            place = parent;
        }
        heap[place] = entry;
    }
    pop() {
        const { heap } = this;
        const worst = heap[0];
        const last = heap.pop();
        if (heap.length === 0)
            return worst;
        let place = 0;
        for (let child = 1; child < heap.length; child = 2 * place + 1) {
            if (child + 1 < heap.length && byScore(heap[child + 1], heap[child]) > 0)
                child++;
            if (byScore(last, heap[child]) >= 0)
                break;
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = last;
        return worst;
    }
}
exports.BudgetedTop = BudgetedTop;
//# sourceMappingURL=budgetedTop.js.map