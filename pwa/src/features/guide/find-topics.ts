/** Looks for words in the help; everything is there without network. */
export interface Topic {
  question: string;
  answer: string;
}

/** Topics in which every word that is wanted begins some word. */
export function foundIn<T extends Topic>(topics: readonly T[], wanted: string): T[] {
  const words = (text: string) => text.toLocaleLowerCase("sv").match(/[\p{L}\p{N}]+/gu) ?? [];
  const beginnings = words(wanted);
  return topics.filter(({ question, answer }) => {
    const said = words(`${question} ${answer}`);
    return beginnings.every((beginning) => said.some((word) => word.startsWith(beginning)));
  });
}
