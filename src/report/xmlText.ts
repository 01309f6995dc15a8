const forbidden = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/**
 * Text without the characters that XML 1.0 (section 2.2) allows nowhere, not even escaped: control characters and halves
 * of characters. A picture that holds one is not shown at all.
 */
export function xmlText(text: string): string {
  return text.replace(forbidden, (character) => ('\t\n\r'.includes(character) ? character : '\ufffd'));
}
