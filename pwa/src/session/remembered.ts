/** What is remembered of who uses the phone. A phone that cannot store keeps it for as long as the page is open. */
import type { SettingStore } from "../storage/types";

export class Remembered {
  constructor(private readonly store: SettingStore) {}

  async put(key: string, value: unknown): Promise<void> {
    await this.store.putSetting(key, value).catch(() => undefined);
  }

  get<Value>(key: string): Promise<Value | undefined> {
    return this.store.setting<Value>(key).catch(() => undefined);
  }
}
