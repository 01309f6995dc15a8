"use strict";
/** Program text without what cannot change its behaviour: comments, source maps and the amount of white space. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.stripComments = stripComments;
exports.topLevelFunctions = topLevelFunctions;
exports.mentionedFunctions = mentionedFunctions;
const beforeRegularExpression = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|void|delete|throw|await|yield))$/;
/**
 * Drops comments and folds white space outside strings, templates and regular expressions. Works on JavaScript and
 * TypeScript. Where a slash is ambiguous it is read as a division, which at worst keeps a comment.
 */
function stripComments(source) {
    let out = '';
    let at = 0;
    /** Brace depths at which a template's `${` was opened: the matching brace goes back into the template. */
    const templates = [];
    let depth = 0;
    const copyTemplate = () => {
        while (at < source.length) {
            const char = source[at];
            if (char === '\\') {
                out += source.slice(at, at + 2);
                at += 2;
            }
            else if (char === '`') {
                out += char;
                at++;
                return;
            }
            else if (char === '$' && source[at + 1] === '{') {
                out += '${';
                at += 2;
                templates.push(depth++);
                return;
            }
            else {
                out += char;
                at++;
            }
        }
    };
    while (at < source.length) {
        const char = source[at];
        const next = source[at + 1];
        if (char === '/' && next === '/') {
            while (at < source.length && source[at] !== '\n')
                at++;
        }
        else if (char === '/' && next === '*') {
            const end = source.indexOf('*/', at + 2);
            at = end < 0 ? source.length : end + 2;
            if (!out.endsWith(' '))
                out += ' ';
        }
        else if (char === '"' || char === "'") {
            const length = quotedLength(source, at, char);
            out += source.slice(at, at + length);
            at += length;
        }
        else if (char === '`') {
            out += char;
            at++;
            copyTemplate();
        }
        else if (char === '/' && beforeRegularExpression.test(out.slice(-16).trimEnd())) {
            const length = regularExpressionLength(source, at);
            out += source.slice(at, at + length);
            at += length;
        }
        else if (/\s/.test(char)) {
            if (!out.endsWith(' '))
                out += ' ';
            at++;
        }
        else {
            out += char;
            at++;
            if (char === '{')
                depth++;
            if (char === '}' && --depth === templates.at(-1)) {
                templates.pop();
                copyTemplate();
            }
        }
    }
    return out.trim();
}
function quotedLength(source, start, quote) {
    let at = start + 1;
    while (at < source.length && source[at] !== quote && source[at] !== '\n')
        at += source[at] === '\\' ? 2 : 1;
    return at + 1 - start;
}
function regularExpressionLength(source, start) {
    let inClass = false;
    let at = start + 1;
    for (; at < source.length && source[at] !== '\n'; at++) {
        if (source[at] === '\\')
            at++;
        else if (source[at] === '[')
            inClass = true;
        else if (source[at] === ']')
            inClass = false;
        else if (source[at] === '/' && !inClass)
            break;
    }
    return at + 1 - start;
}
const declaration = /^(?:export )?(?:(?:async )?function\s*\*?\s*(\w+)|class (\w+)|(?:const|let|var) (\w+) = (?:async )?(?:function\b|\([^()]*\)(?:: [^=]+)? =>|\w+ =>))/;
/** The functions and classes at the top level of a stripped program text, by name; data are left out. */
function topLevelFunctions(stripped) {
    const found = new Map();
    for (const statement of topLevelStatements(stripped)) {
        const match = declaration.exec(statement);
        if (match)
            found.set((match[1] ?? match[2] ?? match[3]), statement);
    }
    return found;
}
/** Those of the functions that the texts mention, directly or through one another, sorted by name. */
function mentionedFunctions(texts, functions) {
    const mentioned = new Set();
    const pending = [...texts];
    for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
        for (const [word] of text.matchAll(/[A-Za-z_$][\w$]*/g)) {
            const body = functions.get(word);
            if (body === undefined || mentioned.has(word))
                continue;
            mentioned.add(word);
            pending.push(body);
        }
    }
    return [...mentioned].sort().map((name) => functions.get(name));
}
function topLevelStatements(stripped) {
    const statements = [];
    let depth = 0;
    let start = 0;
    for (let at = 0; at < stripped.length; at++) {
        const char = stripped[at];
        if (char === '"' || char === "'" || char === '`') {
            at += (char === '`' ? templateLength(stripped, at) : quotedLength(stripped, at, char)) - 1;
            continue;
        }
        if ('([{'.includes(char))
            depth++;
        if (')]}'.includes(char))
            depth--;
        const block = char === '}' && /^(?:export )?(?:async )?(?:function|class)\b/.test(stripped.slice(start).trimStart());
        if (depth === 0 && (char === ';' || block)) {
            statements.push(stripped.slice(start, at + 1).trim());
            start = at + 1;
        }
    }
    return statements;
}
function templateLength(source, start) {
    let depth = 0;
    let at = start + 1;
    for (; at < source.length; at++) {
        if (source[at] === '\\')
            at++;
        else if (source[at] === '$' && source[at + 1] === '{')
            depth++;
        else if (source[at] === '}' && depth > 0)
            depth--;
        else if (source[at] === '`' && depth === 0)
            break;
    }
    return at + 1 - start;
}
//# sourceMappingURL=sourceText.js.map