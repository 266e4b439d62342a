/** The municipality a night happens in, on a real server: its people, and the credentials of their phones. */
import { createHash } from "node:crypto";
import type { Author, Credential } from "../../../src/outbox";
import { toHex, uuid7 } from "../../../src/outbox/ids";
import { systemClock, systemRandomness } from "../../../src/sync/device";

/** People with sessions; the first two write, the lead revokes phones. Made by whoever starts this process. */
export interface Town {
  municipalityId: string;
  guards: [Session, Session];
  lead: Session;
}

interface Session {
  personId: string;
  token: string;
}

const SECRET_LENGTH = 43;

/** One person on one phone: enrolled again whenever the credential was taken from it. */
export class Enrolment {
  private deviceId = "";
  private secret = "";
  private renewals = 0;
  isRevoked = false;

  constructor(
    private readonly url: string,
    private readonly town: Town,
    private readonly guard: Session,
  ) {}

  get personId(): string {
    return this.guard.personId;
  }

  author(): Author {
    const { municipalityId } = this.town;
    return { municipalityId, personId: this.personId, deviceId: this.deviceId };
  }

  /** Even a revoked credential is still on the phone. */
  credential(): Credential {
    const bearer = `lj1.${this.town.municipalityId}.${this.secret}`;
    return { bearer, mark: String(this.renewals) };
  }

  /** The person signs in on this phone, again. */
  async renew(): Promise<void> {
    this.renewals += 1;
    this.isRevoked = false;
    this.deviceId = this.id();
    // Of the machine's chance, since no two nights may draw the same; what they are decides nothing.
    this.secret = toHex(systemRandomness.bytes(22)).slice(0, SECRET_LENGTH);
    const phone = { phone_id: this.id(), secret: this.secret, label: "Natt", app_version: "0" };
    // A session of its own, or revoking this phone would end what other nights sign in with.
    const { token } = (await this.ask("POST", "/session/token", this.guard.token)) as Session;
    await this.ask("PUT", `/devices/${this.deviceId}`, token, phone);
  }

  /** The shift lead takes the phone's right to send. */
  async revoke(): Promise<void> {
    this.isRevoked = true;
    const path = `/devices/${this.deviceId}/revoke`;
    await this.ask("POST", path, this.town.lead.token, { reason: "tappad under passet" });
  }

  private id(): string {
    return uuid7({ clock: systemClock, randomness: systemRandomness });
  }

  /** Past the proxy: what is told to the server here is not what is tried. */
  private async ask(method: string, path: string, token: string, body?: object): Promise<unknown> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said}`);
    return said ? JSON.parse(said) : null;
  }
}

export function sha256(bytes: Uint8Array): string {
  return toHex(createHash("sha256").update(bytes).digest());
}
