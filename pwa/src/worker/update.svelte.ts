/** New versions of the app: fetched in the background, taken into use only when the person says so. */
import { workerAddress } from "./script-address";

const CHECK_EVERY_MS = 3_600_000;

class Update {
  /** A new version that waits for consent. */
  waiting: ServiceWorker | null = $state.raw(null);
  /** Another tab has taken a new version into use. */
  replaced = $state(false);
  private asked = false;

  /** Registers the worker and looks for new versions once an hour and when the page comes in front. */
  async follow(): Promise<void> {
    if (!("serviceWorker" in navigator)) return;
    const controlled = navigator.serviceWorker.controller !== null;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (this.asked) window.location.reload();
      else if (controlled) this.replaced = true;
    });
    const registration = await navigator.serviceWorker.register(workerAddress());
    this.see(registration.waiting);
    registration.addEventListener("updatefound", () => this.await(registration.installing));
    const look = () => void registration.update().catch(() => undefined);
    setInterval(look, CHECK_EVERY_MS);
    document.addEventListener("visibilitychange", () => !document.hidden && look());
  }

  /** Takes the waiting version into use; the page reloads when it has. */
  apply(): void {
    this.asked = true;
    this.waiting?.postMessage("activate");
  }

  private await(worker: ServiceWorker | null): void {
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed") this.see(worker);
    });
  }

  private see(worker: ServiceWorker | null): void {
    // Without a controller this is the first installation, and there is nothing to ask about.
    if (worker && navigator.serviceWorker.controller) this.waiting = worker;
  }
}

export const update = new Update();
