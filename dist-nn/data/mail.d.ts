/**
 * What a reader sees of a mail, as plain text: no headers, no markup, no addresses (RFC 5322 for the parts of a mail, RFC
 * 2045 and 2046 for encodings and multipart bodies).
 */
/**
 * The beginning of a mail's body, at most 600 characters, cut between words: the first plain-text part, else the first
 * HTML part without its markup. Headers, links, addresses, quoted headers of other mails, signatures and the footers of
 * mailing lists are left out, for they tell the sender instead of the content. Empty where nothing is left.
 */
export declare function mailBody(raw: string): string;
