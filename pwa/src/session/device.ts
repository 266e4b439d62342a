/** Enrols this phone for a person: makes its ids and secret, and keeps the append credential. */
import { putDevice } from "../api/calls";
import type { Owner, PhoneStore } from "../storage/types";
import { newId } from "./ids";

export interface Device {
  device_id: string;
  /** 32 random bytes, base64url. */
  secret: string;
}

const PHONE_KEY = "phone_id";
const deviceKey = (owner: Owner) => `device/${owner.municipalityId}/${owner.personId}`;

function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

async function keptOr<Value>(store: PhoneStore, key: string, make: () => Value): Promise<Value> {
  const kept = await store.setting<Value>(key).catch(() => undefined);
  if (kept !== undefined) return kept;
  const made = make();
  await store.putSetting(key, made).catch(() => undefined);
  return made;
}

const makeDevice = (): Device => ({ device_id: newId(), secret: newSecret() });

/** The person's device on this phone, made at first use and kept before anything is asked. */
export function deviceOf(store: PhoneStore, owner: Owner): Promise<Device> {
  return keptOr(store, deviceKey(owner), makeDevice);
}

type Enrolment = "enrolled" | "later" | "refused";

/** Enrols the person's device, or a new one where the server refuses it (revoked); the enrolled one, or null. */
export async function enrolOrRenew(
  store: PhoneStore,
  owner: Owner,
  device: Device,
  appVersion: string,
): Promise<Device | null> {
  const outcome = await enrol(store, owner, device, appVersion);
  if (outcome !== "refused") return outcome === "enrolled" ? device : null;
  const renewed = await renewDevice(store, owner);
  return (await enrol(store, owner, renewed, appVersion)) === "enrolled" ? renewed : null;
}

/** Tells the server about the device; the credential is kept only when it said yes. */
async function enrol(
  store: PhoneStore,
  owner: Owner,
  device: Device,
  appVersion: string,
): Promise<Enrolment> {
  const phone_id = await keptOr(store, PHONE_KEY, newId);
  const body = { phone_id, secret: device.secret, label: phoneLabel(), app_version: appVersion };
  const answer = await putDevice(device.device_id, body);
  if (!answer.ok) return answer.why === "refused" && answer.status !== 401 ? "refused" : "later";
  const { device_id: deviceId, secret } = device;
  try {
    await store.putCredential({ ...owner, deviceId, secret, enrolledAt: Date.now() });
    return "enrolled";
  } catch {
    return "later";
  }
}

/** Reports written with the old device keep its id. */
async function renewDevice(store: PhoneStore, owner: Owner): Promise<Device> {
  const device = makeDevice();
  await store.putSetting(deviceKey(owner), device).catch(() => undefined);
  return device;
}

/** What the phone calls itself, for the administrator's list. */
function phoneLabel(): string {
  const hints = (navigator as { userAgentData?: { platform?: string } }).userAgentData;
  return (hints?.platform || navigator.platform || "unknown").slice(0, 60);
}
