/** Where long Swedish compounds may break: few phones have a Swedish hyphenation dictionary. */

/** Ends of words after which the next word of a compound begins. */
const JOINT = /(ings|hets|tets|ions|skaps|doms|skade)(?=\p{Ll}{3})/giu;
const SOFT_HYPHEN = "\u00AD";

/** The words with soft hyphens at joints of compounds: "Otrygghets­skapande". */
export function softHyphens(words: string): string {
  return words.replace(JOINT, `$1${SOFT_HYPHEN}`);
}
