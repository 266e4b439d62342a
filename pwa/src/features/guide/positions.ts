/** Positions that lie on the phone itself, in the own reports whose content is still there. */
import type { Position } from "../../api/shapes";
import { live } from "../../live.svelte";
import type { OutboxItem } from "../../outbox/types";
import { positionText } from "../../ui/position-text";

export interface PositionHere {
  id: string;
  category: string;
  savedAt: number;
  text: string;
}

async function read({ entry }: OutboxItem): Promise<PositionHere | null> {
  const { body } = await live.outbox.view(entry.id, live.session.owner!);
  const position = body?.position as Position | undefined;
  if (!position) return null;
  const category = String(entry.label.category ?? "other");
  return { id: entry.id, category, savedAt: entry.savedAt, text: positionText(position) };
}

/** Newest first; reports of which only the receipt is left have none. */
export async function positionsOnPhone(items: readonly OutboxItem[]): Promise<PositionHere[]> {
  const rows = await Promise.all(items.map((item) => read(item).catch(() => null)));
  return rows.filter((row) => row !== null);
}
