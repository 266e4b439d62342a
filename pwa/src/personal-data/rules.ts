/** The shared table's patterns, read as regular expressions. */
import { allow, macros, rules, type tokens } from "../../../api/kit/personal_data.json";

export interface Rule {
  kind: keyof typeof tokens;
  /** Tried on the text just before a match. */
  before: RegExp;
  pattern: RegExp;
  /** What looks alike and is left alone. */
  allowed: RegExp[];
  /** Whether date and check digit decide too. */
  isIdentity: boolean;
}

/** Compiles the table; the rules stand in order of precedence. */
export function compileRules(): Rule[] {
  return rules.map((row) => ({
    kind: row.kind as Rule["kind"],
    before: compile(row.before, "u"),
    pattern: compile(row.pattern, "gu"),
    allowed: allow
      .filter((item) => item.kinds.includes(row.kind))
      .map((item) => compile(item.pattern, "gu")),
    isIdentity: row.check === "identity_number",
  }));
}

function compile(pattern: string, flags: string): RegExp {
  return new RegExp(expand(pattern), flags);
}

/** Puts each macro in the place of its `<name>`; macros may hold macros. */
function expand(pattern: string): string {
  return pattern.replace(/<([a-z0-9_]+)>/g, (_, name: string) =>
    expand(macros[name as keyof typeof macros]),
  );
}
