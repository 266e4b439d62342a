/** What is erased when, by which decision, and what is kept against it. */
import { choice, needed, number, text, yes } from "./field-kinds";
import type { Register } from "./registers";

const retentionRules: Register = {
  path: "retention-rules",
  permission: "retention.write",
  columns: ["what", "after_days", "decision_no", "decided_on", "closed"],
  fields: [
    choice("what", "what", { needed: true }),
    number("after_days", { needed: true }),
    needed("decision_no"),
    { name: "decided_on", kind: "date", needed: true },
    text("legal_basis", { nullable: true }),
    yes("closed"),
  ],
  danger: (_, after) => (after.closed ? null : "erase"),
};

const legalHolds: Register = {
  path: "legal-holds",
  permission: "retention.write",
  columns: ["reference", "receipt_no", "closed"],
  fields: [needed("receipt_no"), needed("reference"), yes("closed")],
  danger: (before, after) => (!before.closed && after.closed ? "release" : null),
};

export const retention = [retentionRules, legalHolds];
