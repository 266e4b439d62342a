/** One row of a register being edited: read, changed, saved to the version that was read, or brought together. */
import type { Trouble } from "../api/answer";
import { newId } from "../session/ids";
import { ask, put, type Fault, type Row } from "./calls";
import {
  bodyOf,
  changed,
  differences,
  merged,
  valuesOf,
  type Difference,
  type Field,
  type Values,
} from "./fields";
import type { Register } from "./registers";

interface Conflict {
  tag: string;
  theirs: Values;
  found: Difference[];
}

export class RowEditing {
  values: Values = $state({});
  /** As the server last told it; null before it is read or when it is new. */
  row: Row | null = $state.raw(null);
  loading = $state(true);
  saving = $state(false);
  saved = $state(false);
  /** What was sent waits for a second person: nothing is saved yet. */
  waits = $state(false);
  trouble: Trouble | null = $state.raw(null);
  faults: Fault[] = $state.raw([]);
  conflict: Conflict | null = $state(null);
  before: Values = $state.raw({});
  private tag = "";
  private reason = "";

  constructor(
    readonly register: Register,
    readonly id: string,
    private readonly given: Row = {},
  ) {}

  get isNew(): boolean {
    return this.id === "new";
  }

  get isChanged(): boolean {
    return changed(this.register.fields, this.before, this.values).length > 0;
  }

  /** Whether a field has anything to say as the others stand. */
  shows({ onlyNew, when }: Field): boolean {
    return (!onlyNew || this.isNew) && (!when || this.values[when] === true);
  }

  private get path(): string {
    const { path, single, key } = this.register;
    if (single) return `/${path}`;
    if (!this.isNew) return `/${path}/${encodeURIComponent(this.id)}`;
    return `/${path}/${key ? encodeURIComponent(String(this.values[key])) : newId()}`;
  }

  private read(row: Row): Values {
    return valuesOf(this.register.fields, this.register.read?.(row) ?? row);
  }

  /** Reads the row; what was written on the screen is then gone. */
  async load(): Promise<void> {
    this.conflict = null;
    this.faults = [];
    this.trouble = null;
    this.loading = !this.isNew;
    if (this.isNew) return this.show({ ...this.given }, "");
    const { answer, tag } = await ask<Row>("GET", this.path);
    this.loading = false;
    if (answer.ok) this.show(answer.value, tag);
    else this.trouble = answer;
  }

  /** Shows what the server told; what was written on the screen since `sent` went off stands. */
  private show(row: Row, tag: string, sent?: Values): void {
    const since = sent ? changed(this.register.fields, sent, this.values) : [];
    const written = since.map(({ name }) => [name, this.values[name]]);
    this.row = this.isNew && !row.id ? null : row;
    this.before = this.read(row);
    this.values = { ...this.read(row), ...Object.fromEntries(written) };
    this.tag = tag;
  }

  /** Saves; true when it is. Somebody else's change in between becomes a conflict to choose in. */
  async save(reason = this.reason): Promise<boolean> {
    this.saving = true;
    this.saved = false;
    this.reason = reason;
    const sent = $state.snapshot(this.values);
    const body = { ...bodyOf(this.register.fields, sent), ...(reason && { reason }) };
    const reply = await put(this.path, this.register.tidy?.(body) ?? body, this.tag);
    this.saving = false;
    this.faults = reply.faults;
    const { answer } = reply;
    this.trouble = answer.ok ? null : answer;
    this.waits = reply.waits;
    if (answer.ok && reply.waits) {
      this.values = { ...this.before };
      return false;
    }
    if (answer.ok) {
      this.reason = "";
      this.show(answer.value, reply.tag, sent);
      this.conflict = null;
      this.saved = true;
    } else if (answer.why === "refused" && answer.status === 412 && !this.isNew) {
      await this.meet();
    }
    return answer.ok;
  }

  private async meet(): Promise<void> {
    const { answer, tag } = await ask<Row>("GET", this.path);
    if (!answer.ok) return;
    this.trouble = null;
    const theirs = this.read(answer.value);
    const found = differences(this.register.fields, this.before, this.values, theirs);
    this.conflict = { tag, theirs, found };
  }

  /** Saves what was chosen, to the version that was shown beside it. */
  async settle(): Promise<boolean> {
    const { tag, theirs, found } = this.conflict!;
    this.values = merged(found, this.values, theirs);
    this.before = theirs;
    this.tag = tag;
    this.conflict = null;
    return this.save();
  }
}
