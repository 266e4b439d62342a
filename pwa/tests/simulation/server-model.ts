/** The wire contract in one small class: what the real server promises, without a database. */
import { createHash } from "node:crypto";
import type { Answer } from "../../src/outbox";

export interface Asked {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Uint8Array;
}

interface Row {
  id: string;
  person: string;
  path: string;
  digest: string;
  body: Uint8Array;
  receivedAt: string;
  receiptNo: string;
  declared: { id: string; sha256: string }[];
  quarantined: boolean;
  subjectId: string | null;
}

interface Picture {
  id: string;
  factId: string;
  digest: string;
}

export class ServerModel {
  private rows = new Map<string, Row>();
  private pictures = new Map<string, Picture>();
  /** Bearers that are good, with their person. */
  private readonly bearers = new Map<string, string>();
  /** `id digest` of everything ever committed, also what a restore has lost since. */
  private readonly committed = new Set<string>();
  private numbers = 0;

  constructor(private readonly now: () => number) {}

  allow(bearer: string, person: string): void {
    this.bearers.set(bearer, person);
  }

  revoke(bearer: string): void {
    this.bearers.delete(bearer);
  }

  facts(): Row[] {
    return [...this.rows.values()];
  }

  hasPicture(id: string, digest: string): boolean {
    return this.pictures.get(id)?.digest === digest;
  }

  /** False while it waits: for photos, for its subject, or in quarantine. */
  isWhole(id: string): boolean {
    return this.bodyOf(this.rows.get(id)!).receipt.complete;
  }

  everHad(id: string, digest: string): boolean {
    return this.committed.has(`${id} ${digest}`);
  }

  backup(): () => void {
    const [rows, pictures] = [new Map(this.rows), new Map(this.pictures)];
    return () => {
      this.rows = new Map(rows);
      this.pictures = new Map(pictures);
    };
  }

  answer(asked: Asked): Answer {
    const person = this.bearers.get((asked.headers["Authorization"] ?? "").slice("Bearer ".length));
    if (!person) return this.problem(401, "not_signed_in");
    if (asked.path === "/receipts/query") return this.query(asked, person);
    const digest = sha256(asked.body);
    const told = `sha-256=:${Buffer.from(digest, "hex").toString("base64")}:`;
    if (asked.headers["Content-Digest"] !== told) return this.problem(400, "digest_mismatch");
    const [, resource, first, , entryId] = asked.path.split("/");
    if (resource === "attachments") return this.putPicture(first!, digest);
    return this.putFact(entryId ?? first!, entryId ? first! : null, digest, asked, person);
  }

  private putFact(
    id: string,
    subjectId: string | null,
    digest: string,
    { path, body }: Asked,
    person: string,
  ): Answer {
    const known = this.rows.get(id);
    if (known) {
      const same = known.digest === digest && known.path === path && known.person === person;
      return same ? this.receiptOf(known, 200) : this.problem(409, "id_conflict");
    }
    const content = JSON.parse(new TextDecoder().decode(body));
    if (content.note.includes("REFUSED")) return this.problem(422, "place_missing");
    if (content.note.includes("BROKEN")) return this.problem(500, "internal_error");
    const row: Row = {
      ...{ id, person, path, digest, body, subjectId },
      receivedAt: new Date(this.now()).toISOString(),
      receiptNo: `R-${++this.numbers}`,
      declared: content.attachments ?? [],
      quarantined: content.note.includes("QUARANTINE"),
    };
    this.rows.set(id, row);
    this.committed.add(`${id} ${digest}`);
    return this.receiptOf(row, 201);
  }

  private putPicture(id: string, digest: string): Answer {
    const fact = this.facts().find(({ declared }) => declared.some((one) => one.id === id));
    if (!fact) return this.problem(409, "not_declared_yet");
    if (!fact.declared.some((one) => one.id === id && one.sha256 === digest)) {
      return this.problem(422, "attachment_differs");
    }
    const status = this.pictures.has(id) ? 200 : 201;
    this.pictures.set(id, { id, factId: fact.id, digest });
    this.committed.add(`${id} ${digest}`);
    const { receipt } = this.bodyOf(fact);
    return this.json(status, { receipt: { ...receipt, id, digest }, fact_id: fact.id });
  }

  private query({ body }: Asked, person: string): Answer {
    const asked = JSON.parse(new TextDecoder().decode(body)) as { id: string; digest: string }[];
    const items = asked.map(({ id, digest }) => {
      const row = this.rows.get(id);
      if (!row || row.person !== person) return { id, state: "unknown" };
      if (row.digest !== digest) return { id, state: "other_digest" };
      const { receipt } = this.bodyOf(row);
      return { id, state: "known", receipt_no: row.receiptNo, complete: receipt.complete };
    });
    return this.json(200, { items });
  }

  private receiptOf(row: Row, status: number): Answer {
    const body = this.bodyOf(row);
    const waits = row.quarantined || (row.subjectId !== null && !this.rows.has(row.subjectId));
    return this.json(waits ? 202 : status, body);
  }

  private bodyOf(row: Row) {
    const missing = row.declared.filter(({ id }) => !this.pictures.has(id)).map(({ id }) => id);
    const waits = row.quarantined || (row.subjectId !== null && !this.rows.has(row.subjectId));
    const receipt = {
      id: row.id,
      digest: row.digest,
      received_at: row.receivedAt,
      receipt_no: row.receiptNo,
      complete: !waits && missing.length === 0,
      missing_attachments: missing,
      masked: 0,
      flags: row.quarantined ? ["quarantined"] : [],
    };
    return { receipt, id: row.id };
  }

  problem(status: number, code: string, retryAfter: string | null = null): Answer {
    const body = JSON.stringify({ type: `/problems/${code}`, title: code, status, code });
    return { ...this.json(status, {}), contentType: "application/problem+json", body, retryAfter };
  }

  private json(status: number, content: unknown): Answer {
    return {
      status,
      contentType: "application/json",
      body: JSON.stringify(content),
      retryAfter: null,
      date: new Date(this.now()).toUTCString(),
    };
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
