/** The photos of an open report: usable at once, made small as soon as the phone has drawn them. */
import type { Draft } from "../../storage/types";
import { newId } from "../../session/ids";
import { bareJpeg } from "./bare-jpeg";
import { MOST_BYTES, MOST_PHOTOS, shrink } from "./photo";

type Kept = Draft["photos"][number];

export interface FormPhoto extends Kept {
  /** For the thumbnail; freed when the form closes. */
  url: string;
  working: boolean;
}

/** A shrunk JPEG shows at once; an original of another kind may still hold metadata and is never frozen. */
const isRaw = ({ bytes }: Kept) => bytes[0] !== 0xff || bytes[1] !== 0xd8;
const isLarge = (photo: Kept) => photo.bytes.length > MOST_BYTES;

const STORABLE = ["image/jpeg", "image/png", "image/webp"] as const;

/** The store knows three kinds; what else a camera gives is told by its bytes when it is drawn. */
export function storedKind(file: Blob): Kept["mediaType"] {
  return STORABLE.find((kind) => kind === file.type) ?? "image/jpeg";
}

export class FormPhotos {
  list: FormPhoto[] = $state.raw([]);
  /** Files of which nothing stands in the list yet, and whether one could not be read. */
  reading = $state(0);
  unreadable = $state(false);
  /** Resolves when everything that the person asked to hide is hidden. */
  hidden: Promise<void> = Promise.resolve();
  private readonly unread = new Map<string, Blob>();

  constructor(
    kept: readonly Kept[],
    private readonly changed: () => void,
    private readonly shrinkFile: (file: Blob) => Promise<Blob> = shrink,
  ) {
    const unfinished = kept.filter((photo) => isLarge(photo) || isRaw(photo));
    this.list = kept.map((photo) => this.shown(photo, unfinished.includes(photo)));
    // The page was closed before these were drawn.
    for (const photo of unfinished) void this.finish(photo);
  }

  get full(): boolean {
    return this.list.length + this.reading >= MOST_PHOTOS;
  }

  /** Takes pictures from the camera; those beyond the sixth are left out. */
  async add(files: readonly Blob[]): Promise<void> {
    this.unreadable = false;
    const room = MOST_PHOTOS - this.list.length - this.reading;
    await Promise.all(files.slice(0, room).map((file) => this.take(file)));
  }

  remove(id: string): void {
    const gone = this.list.find((photo) => photo.id === id);
    if (gone) URL.revokeObjectURL(gone.url);
    this.list = this.list.filter((photo) => photo.id !== id);
    this.changed();
  }

  /** Takes out what cannot be sent yet; the caller sees to it from here on. */
  takeUndrawn(): Blob[] {
    const raw = this.list.filter(isRaw);
    const blobs = raw.map(({ bytes, mediaType }) => new Blob([bytes], { type: mediaType }));
    const files = [...blobs, ...this.unread.values()];
    this.unread.clear();
    this.reading = 0;
    this.list = this.list.filter((photo) => !raw.includes(photo));
    return files;
  }

  /** Puts other bytes in a photo's place: what the person has blurred. */
  replace(id: string, bytes: Uint8Array<ArrayBuffer>): void {
    if (this.has(id)) this.put({ id, mediaType: "image/jpeg", bytes }, false);
  }

  /** Something is being hidden: a picture must not leave the phone as it was before. */
  hold(hiding: Promise<void>): void {
    this.hidden = Promise.all([this.hidden, hiding]).then(() => undefined);
  }

  /** Frees the thumbnails. */
  close(): void {
    this.list.forEach((photo) => URL.revokeObjectURL(photo.url));
  }

  private has(id: string): boolean {
    return this.list.some((photo) => photo.id === id);
  }

  private async take(file: Blob): Promise<void> {
    const id = newId();
    this.unread.set(id, file);
    this.reading = this.unread.size;
    try {
      const read = new Uint8Array(await file.arrayBuffer());
      if (!this.unread.has(id)) return;
      const kept = asKept(id, file, read);
      if (kept) this.put(kept, true);
      const bytes = await this.small(file);
      // Removed by the person, or saved without it, meanwhile: then it stays so.
      const wanted = kept ? this.has(id) : this.unread.has(id);
      if (wanted) this.put({ id, mediaType: "image/jpeg", bytes }, false);
    } catch {
      this.unreadable = true;
      this.remove(id);
    } finally {
      this.settle(id);
    }
  }

  private settle(id: string): void {
    this.unread.delete(id);
    this.reading = this.unread.size;
  }

  private async finish(photo: Kept): Promise<void> {
    const file = new Blob([photo.bytes], { type: photo.mediaType });
    const bytes = await this.small(file).catch(() => null);
    if (!bytes) this.unreadable = true;
    else if (this.has(photo.id)) this.put({ id: photo.id, mediaType: "image/jpeg", bytes }, false);
  }

  private async small(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await (await this.shrinkFile(file)).arrayBuffer());
  }

  private put(photo: Kept, working: boolean): void {
    this.settle(photo.id);
    const before = this.list.find((candidate) => candidate.id === photo.id);
    if (before) URL.revokeObjectURL(before.url);
    const shown = this.shown(photo, working);
    this.list = before
      ? this.list.map((candidate) => (candidate === before ? shown : candidate))
      : [...this.list, shown];
    this.changed();
  }

  private shown(photo: Kept, working: boolean): FormPhoto {
    const url = URL.createObjectURL(new Blob([photo.bytes], { type: photo.mediaType }));
    return { ...photo, url, working };
  }
}

/** What can be kept before anything is drawn: a bare JPEG, or another kind's original; no broken JPEG. */
function asKept(id: string, file: Blob, read: Uint8Array<ArrayBuffer>): Kept | null {
  const bare = bareJpeg(read);
  if (bare) return { id, mediaType: "image/jpeg", bytes: bare };
  const original = { id, mediaType: storedKind(file), bytes: read };
  return isRaw(original) ? original : null;
}
