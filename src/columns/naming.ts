// naming: snake_case for the names of fields.

/** `faceBookURL` to `face_book_url`, `Account_Name` to `account_name`. */
export function snakeCase(name: string): string {
  const words = name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1_$2')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '')
    .toLowerCase();
  // A name of punctuation alone has no words to keep.
  return words === '' ? name : words;
}
