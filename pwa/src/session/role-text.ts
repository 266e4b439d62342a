/** Who is signed in, in a few words. */
import type { Words } from "../i18n/sv";

interface Named {
  name: string;
  roles: readonly string[];
}

/** "Väktare Anna Berg": the first role and the name. */
export function roleText(person: Named, words: Words): string {
  const role = words.roles[person.roles[0] as keyof Words["roles"]];
  return [role, person.name].filter(Boolean).join(" ");
}
