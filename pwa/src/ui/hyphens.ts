/** Where long Swedish compounds may break: few phones have a Swedish hyphenation dictionary. */

/** Endings after which the next word of a compound begins (foge-s). */
const JOINT = /(ings|hets|tets|ions|skaps|doms)(?=\p{Ll}{3})/gu;
const SOFT_HYPHEN = "\u00AD";

/** The words with soft hyphens at joints of compounds: "Otrygghets­skapande". */
export function softHyphens(words: string): string {
  return words.replace(JOINT, `$1${SOFT_HYPHEN}`);
}
