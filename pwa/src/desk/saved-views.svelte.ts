/** The person's own saved selections: fetched, saved under a name, removed. */
import type { Trouble } from "../api/answer";
import { deleteView, listViews, putView } from "../api/calls";
import type { SavedView } from "../api/shapes";
import { live } from "../live.svelte";
import { newId } from "../session/ids";

export class SavedViews {
  items: SavedView[] = $state.raw([]);
  trouble: Trouble | null = $state.raw(null);

  async load(): Promise<void> {
    const answer = live.heard(await listViews());
    if (answer.ok) this.items = answer.value.items;
    else this.trouble = answer;
  }

  /** The one of that name, if there is one. */
  named(name: string): SavedView | undefined {
    return this.items.find((view) => view.name === name.trim());
  }

  /** Saves a selection under a name, over the one that has it; true when it is saved. */
  async save(name: string, query: string): Promise<boolean> {
    const standing = this.named(name);
    const id = standing?.id ?? newId();
    return this.after(await putView(id, { name, query }, standing?.version ?? null));
  }

  async remove({ id, version }: SavedView): Promise<boolean> {
    return this.after(await deleteView(id, version));
  }

  /** Whatever came of it, the list is read again: it may have been changed elsewhere. */
  private async after(answer: { ok: true } | Trouble): Promise<boolean> {
    this.trouble = answer.ok ? null : live.heard(answer);
    await this.load();
    return answer.ok;
  }
}
