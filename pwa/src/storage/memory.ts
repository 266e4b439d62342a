/** The phone's store in memory: the twin of the Dexie store, under the same contract test, for tests and Node. */
import type { Unsubscribe } from "../outbox";
import { MemoryOutbox } from "./memory-outbox";
import { proveStorage } from "./self-test";
import type { Draft, Lease, Owner, PhoneStore, StoredCredential, StoredKit } from "./types";

export class MemoryStore extends MemoryOutbox implements PhoneStore {
  private readonly kits = new Map<string, StoredKit>();
  private readonly credentialRows = new Map<string, StoredCredential>();
  private readonly settings = new Map<string, unknown>();
  private lease: Lease | null = null;

  async putDraft(draft: Draft): Promise<boolean> {
    if ([...this.entries.values()].some((one) => one.draftId === draft.id)) return false;
    this.draftRows.set(draft.id, structuredClone(draft));
    this.changed();
    return true;
  }

  async draft(id: string): Promise<Draft | undefined> {
    return structuredClone(this.draftRows.get(id));
  }

  async drafts(owner: Owner): Promise<Draft[]> {
    const own = [...this.draftRows.values()].filter((one) => keyOf(one.owner) === keyOf(owner));
    return structuredClone(own.sort((a, b) => b.updatedAt - a.updatedAt));
  }

  async discardDraft(id: string): Promise<void> {
    this.draftRows.delete(id);
    this.changed();
  }

  watchDrafts(owner: Owner, listener: (drafts: Draft[]) => void): Unsubscribe {
    return this.observe(() => this.drafts(owner), listener);
  }

  async putKit(kit: StoredKit): Promise<void> {
    this.kits.set(keyOf(kit.owner), structuredClone(kit));
    this.changed();
  }

  async kit<Kit>(owner: Owner): Promise<StoredKit<Kit> | undefined> {
    return structuredClone(this.kits.get(keyOf(owner))) as StoredKit<Kit> | undefined;
  }

  watchKit<Kit>(owner: Owner, listener: (kit: StoredKit<Kit> | undefined) => void): Unsubscribe {
    return this.observe(() => this.kit<Kit>(owner), listener);
  }

  async putCredential(credential: Omit<StoredCredential, "revision">): Promise<StoredCredential> {
    const revision = (this.credentialRows.get(keyOf(credential))?.revision ?? 0) + 1;
    const row = structuredClone({ ...credential, revision });
    this.credentialRows.set(keyOf(credential), row);
    return structuredClone(row);
  }

  async credential(owner: Owner): Promise<StoredCredential | undefined> {
    return structuredClone(this.credentialRows.get(keyOf(owner)));
  }

  async credentials(): Promise<StoredCredential[]> {
    return structuredClone([...this.credentialRows.values()]);
  }

  async putSetting(key: string, value: unknown): Promise<void> {
    this.settings.set(key, structuredClone(value));
  }

  async setting<Value>(key: string): Promise<Value | undefined> {
    return structuredClone(this.settings.get(key)) as Value | undefined;
  }

  async changeSetting<Value>(
    key: string,
    change: (value: Value | undefined) => Value,
  ): Promise<Value> {
    const after = change(structuredClone(this.settings.get(key)) as Value | undefined);
    this.settings.set(key, structuredClone(after));
    return structuredClone(after);
  }

  async changeLease(change: (lease: Lease | null) => Lease | null): Promise<Lease | null> {
    this.lease = structuredClone(change(structuredClone(this.lease)));
    return structuredClone(this.lease);
  }

  async keepBallast(): Promise<void> {
    // Memory has no quota to be prepared for.
  }

  selfTest(): Promise<void> {
    return proveStorage(this);
  }

  close(): void {
    // Nothing is open.
  }
}

function keyOf({ municipalityId, personId }: Owner): string {
  return `${municipalityId} ${personId}`;
}
