/**
 * The beginning of a text that is too long to show, with an ellipsis; the whole text if it is not longer than `most`
 * UTF-16 units. Never cuts a character in two.
 */
export function excerpt(text: string, most: number, ellipsis = '…'): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  const cutsCharacter = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, cutsCharacter ? most - 1 : most) + ellipsis;
}
