"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.cardsOf = cardsOf;
exports.idOn = idOn;
exports.studyOf = studyOf;
exports.parseCards = parseCards;
/** Studies that can be run on other data: which card plays which part, and what such a study is called. */
const cards_1 = require("../data/cards");
const nearestName_1 = require("../data/nearestName");
const errors_1 = require("../errors");
/**
 * The cards of a study: the given ones in place of the defaults.
 * @throws LabError for a part that the study does not have, or a card that cannot be read
 */
function cardsOf(study, defaults, own) {
    for (const [role, card] of Object.entries(own)) {
        if (!Object.hasOwn(defaults, role)) {
            const names = Object.keys(defaults);
            const near = (0, nearestName_1.nearestName)(role, names);
            throw new errors_1.LabError(`The study '${study}' has no card '${role}'${near ? `; did you mean '${near}'?` : `: its cards are ${names.join(', ')}.`}`);
        }
        (0, cards_1.readCard)(card);
    }
    return { ...defaults, ...own };
}
/** Stands in an id between a study's own id and its cards. */
const on = '-on-';
/** A study's id on other cards: its own id and the names of the cards that differ, so that results are kept apart. */
function idOn(study, defaults, cards) {
    const different = Object.entries(cards).filter(([role, card]) => card !== defaults[role]);
    if (different.length === 0)
        return study;
    const names = different.map(([role, card]) => `${role}-${(0, cards_1.readCard)(card).card.name}`.replace(/[^a-z0-9]+/g, '-'));
    return `${study}${on}${names.join('-').replace(/^-|-$/g, '')}`;
}
/** The id of the study that an id of {@link idOn} was made from. */
function studyOf(id) {
    return id.split(on)[0];
}
/**
 * Cards from the command line: 'target=./mine.json', 'general=wikitext-2'.
 * @throws LabError for an entry that is not role=card, or a role given twice
 */
function parseCards(entries) {
    const cards = {};
    for (const entry of entries) {
        const [, role, card] = /^([A-Za-z]+)=(.+)$/.exec(entry) ?? [];
        if (role === undefined || card === undefined)
            throw new errors_1.LabError(`'${entry}' names no card: write ROLE=CARD, such as target=./my-card.json.`);
        if (Object.hasOwn(cards, role))
            throw new errors_1.LabError(`The card '${role}' is given twice: give it once.`);
        cards[role] = card;
    }
    return cards;
}
//# sourceMappingURL=cardRoles.js.map