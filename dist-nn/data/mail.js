"use strict";
/**
 * What a reader sees of a mail, as plain text: no headers, no markup, no addresses (RFC 5322 for the parts of a mail, RFC
 * 2045 and 2046 for encodings and multipart bodies).
 */
Object.defineProperty(exports, "__esModule", { value: true });
exports.mailBody = mailBody;
/** Characters kept of a mail: its beginning, before most signatures and footers. */
const longestBody = 600;
/**
 * The beginning of a mail's body, at most 600 characters, cut between words: the first plain-text part, else the first
 * HTML part without its markup. Headers, links, addresses, quoted headers of other mails, signatures and the footers of
 * mailing lists are left out, for they tell the sender instead of the content. Empty where nothing is left.
 */
function mailBody(raw) {
    const parts = textParts(raw);
    const chosen = parts.find(({ html, text }) => !html && /\w/.test(text)) ?? parts[0];
    if (!chosen)
        return '';
    const text = readable(chosen.html ? withoutMarkup(chosen.text) : withoutMarkup(chosen.text, false));
    if (text.length <= longestBody)
        return text;
    const cut = text.lastIndexOf(' ', longestBody);
    return text.slice(0, cut > 0 ? cut : longestBody);
}
/** All text parts of a mail or of one of its parts, in order. */
function textParts(raw, depth = 0) {
    const end = /\r?\n[ \t]*\r?\n/.exec(raw);
    const head = (end ? raw.slice(0, end.index) : raw).replace(/\r?\n[ \t]+/g, ' ');
    const body = end ? raw.slice(end.index + end[0].length) : '';
    const header = (name) => new RegExp(`^${name}:(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
    const type = header('Content-Type');
    const boundary = /^multipart\//i.test(type)
        ? (/boundary="([^"]+)"/i.exec(type) ?? /boundary=([^\s;]+)/i.exec(type))?.[1]
        : undefined;
    if (boundary !== undefined && depth < 5) {
        const pieces = body.split(`--${boundary}`).slice(1);
        return pieces
            .filter((piece) => !piece.startsWith('--'))
            .flatMap((piece) => textParts(piece.replace(/^[ \t]*\r?\n/, ''), depth + 1));
    }
    if (type !== '' && !/^(text|multipart)/i.test(type))
        return [];
    const bytes = decodedBytes(body, header('Content-Transfer-Encoding').toLowerCase());
    const text = /charset="?utf-8/i.test(type) ? bytes.toString('utf8') : bytes.toString('latin1');
    return [{ html: /^text\/html/i.test(type), text }];
}
function decodedBytes(body, encoding) {
    if (encoding === 'base64')
        return Buffer.from(body, 'base64');
    if (encoding !== 'quoted-printable')
        return Buffer.from(body, 'latin1');
    const joined = body.replace(/=[ \t]*\r?\n/g, '');
    const text = joined.replace(/=([0-9A-F]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)));
    return Buffer.from(text, 'latin1');
}
const entities = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
};
/** @param everyTag false: only comments and what surely is a tag goes, since plain text may hold "a < b" */
function withoutMarkup(text, everyTag = true) {
    return text
        .replace(/<!--[\s\S]*?(-->|$)/g, ' ')
        .replace(/<(style|script|title)\b[\s\S]*?(<\/\1\s*>|$)/gi, ' ')
        .replace(everyTag ? /<\/?[a-z!?][^>]*(>|$)/gi : /<\/?[a-z][a-z0-9]*(\s[^<>]*)?>/gi, ' ')
        .replace(/&#(\d+);/g, (_, code) => Number(code) < 65536 ? String.fromCharCode(Number(code)) : ' ')
        .replace(/&([a-z]+);/gi, (whole, name) => entities[name.toLowerCase()] ?? whole);
}
const quotedHeader = /^[\s>|]*(from|to|cc|bcc|date|sent|subject|reply-to|message-id|received|return-path|delivered-to|x-[\w-]+|content-[\w-]+|mime-version|in-reply-to|references|sender|list-[\w-]+|precedence|status|url)\s*:.*$/gim;
function readable(text) {
    // A line of dashes or underscores begins the footer of a list or an advertiser's frame around the mail.
    const footer = /\n\s*(-- ?|_{8,}|-{8,}|={8,})\s*\n/.exec(text);
    const content = footer && /\w{3}/.test(text.slice(0, footer.index)) ? text.slice(0, footer.index) : text;
    return content
        .replace(quotedHeader, ' ')
        .replace(/\b(https?|ftp|mailto):[^\s<>"]*/gi, ' ')
        .replace(/\bwww\.[^\s<>"]+/gi, ' ')
        .replace(/[^\s<>()"]+@[^\s<>()"]+/g, ' ')
        .replace(/\b[\w-]+(\.[\w-]+)*\.(com|net|org|edu|gov|ie|uk|de|au)\b(\/\S*)?/gi, ' ')
        .replace(/[\p{Cc}\s]+/gu, ' ')
        .trim();
}
//# sourceMappingURL=mail.js.map