/** An import of a file: tried, shown, and then done to what was tried. */
import type { Trouble } from "../api/answer";
import { ask, type Fault } from "./calls";

export interface ImportReport {
  dry_run: boolean;
  items: { name: string; act: string; checkpoints: number }[];
  overlaps: string[];
}

export class FileImport {
  report: ImportReport | null = $state.raw(null);
  faults: Fault[] = $state.raw([]);
  trouble: Trouble | null = $state.raw(null);
  working = $state(false);
  /** The register changed between trial and import, so the file was tried once more. */
  moved = $state(false);
  private file: File | null = null;
  private tag = "";

  constructor(private readonly what: string) {}

  /** How many rows an import would add or change. */
  get effective(): number {
    return (this.report?.items ?? []).filter(({ act }) => act !== "unchanged").length;
  }

  /** Tells what the file would do. */
  async attempt(file: File): Promise<void> {
    this.file = file;
    this.moved = false;
    await this.send(true);
  }

  /** Imports what was tried; a register that has changed since is tried anew. */
  async run(): Promise<void> {
    const status = await this.send(false);
    if (status !== 412) return;
    this.moved = true;
    await this.send(true);
  }

  private async send(trial: boolean): Promise<number> {
    this.working = true;
    const type = this.what === "areas" ? "application/geo+json" : "text/csv";
    const headers: Record<string, string> = { "Content-Type": type };
    if (!trial) headers["If-Match"] = this.tag;
    const path = `/imports/${this.what}?dry_run=${trial}`;
    const reply = await ask<ImportReport>("POST", path, { file: this.file!, headers });
    const { answer } = reply;
    this.working = false;
    this.faults = reply.faults;
    this.trouble = answer.ok ? null : answer;
    this.report = answer.ok ? answer.value : null;
    if (answer.ok) this.tag = reply.tag;
    return answer.ok || answer.why !== "refused" ? 0 : answer.status;
  }
}
