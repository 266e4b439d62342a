/** Each status has a shape of its own, so that nothing is told by colour alone (UX-X4). */

/** Outline on a 24 × 24 grid. */
export const MARKS: Readonly<Record<string, string>> = {
  new: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18",
  triaged: "M12 2l10 10-10 10L2 12z",
  in_progress: "M12 3l10 17H2z",
  resolved: "M4 4h16v16H4z",
  dismissed: "M5 2l7 7 7-7 3 3-7 7 7 7-3 3-7-7-7 7-3-3 7-7-7-7z",
};

export const markOf = (status: string): string => MARKS[status] ?? MARKS.new!;
