/** The tester is tested: each of these well-known mistakes must be caught by the same nights. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  judge,
  parsed,
  type Entry,
  type FrozenEntry,
  type Ports,
  type Request,
  type Verdict,
} from "../../src/outbox";
import { readReceipt } from "../../src/outbox/verdict";
import { toBase64, uuid7 } from "../../src/outbox/ids";
import { live, night } from "./steps";
import type { Variant } from "./phone";

/** More nights than any of them needed (54 at most when written). */
const RUNS = 400;
const DONE = { receivedAt: "", receiptNo: "", complete: true, missingAttachments: [], masked: 0 };

function received(sent: { id: string; digest: string }): Verdict {
  return { kind: "received", receipt: { ...DONE, ...sent, flags: [] } };
}

/** Replaces methods of the store; `this` of the others stays the store's own. */
function withStore(change: (ports: Ports) => Partial<Ports["store"]>): Variant {
  return {
    ports: (ports) => {
      const changed = change(ports) as Record<string, unknown>;
      const store = new Proxy(ports.store, {
        get: (target, name: string) => changed[name] ?? Reflect.get(target, name),
      });
      return { ...ports, store };
    },
  };
}

function withRequests(change: (request: Request, ports: Ports) => Request): Variant {
  return {
    ports: (ports) => ({
      ...ports,
      network: { send: (request) => ports.network.send(change(request, ports)) },
    }),
  };
}

const PLANTED: Record<string, Variant> = {
  "any 200 is success": {
    judge: (answer, sent) => (answer.status === 200 ? received(sent) : judge(answer, sent)),
  },
  "any JSON of status 200 is success": {
    judge: (answer, sent) =>
      answer.status === 200 && parsed(answer.body) ? received(sent) : judge(answer, sent),
  },
  "the receipt's digest is not compared": {
    judge: (answer, sent) => {
      const receipt = readReceipt(parsed(answer.body));
      const own = answer.status < 300 && receipt?.id === sent.id;
      return own ? { kind: "received", receipt } : judge(answer, sent);
    },
  },
  "every 403 is a refusal": {
    judge: (answer, sent) =>
      answer.status === 403
        ? { kind: "needs_attention", reason: { code: "rejected" } }
        : judge(answer, sent),
  },
  "every 401 asks for a login, a login page's too": {
    judge: (answer, sent) =>
      answer.status === 401
        ? { kind: "wait_for_login", reason: { code: "login" } }
        : judge(answer, sent),
    // And the person, who is signed in, gets no new credential.
    ports: (ports) => ({
      ...ports,
      credentials: async (author) => {
        const credential = await ports.credentials(author);
        return credential && { ...credential, mark: "same" };
      },
    }),
  },
  "a 401 drops the report": {
    judge: (answer, sent) => (answer.status === 401 ? received(sent) : judge(answer, sent)),
  },
  "a 5xx counts as delivered": {
    judge: (answer, sent) => (answer.status >= 500 ? received(sent) : judge(answer, sent)),
  },
  "deleted before the receipt": withStore(({ store }) => ({
    update: async (id, change) => {
      const after = await store.update(id, change);
      if (after?.state === "sending") await store.remove([traceOf(after)]);
      return after;
    },
  })),
  "given up after five tries": withStore(({ store }) => ({
    update: (id, change) =>
      store.update(id, (before) => {
        const after = change(before);
        return after.failures >= 5 ? { ...after, state: "needs_attention" } : after;
      }),
  })),
  "begun tries are not taken up again": withStore(({ store }) => ({
    list: (states) => store.list(states.filter((state) => state !== "sending")),
  })),
  "saved before it is written": withStore(({ store, clock }) => {
    const pending = new Map<string, FrozenEntry>();
    return {
      insert: async (bundle, draftId) => {
        for (const frozen of bundle) pending.set(frozen.entry.id, frozen);
        void clock
          .sleep(500, new AbortController().signal)
          .then(() => store.insert(bundle, draftId));
        return null;
      },
      read: async (id) => (await store.read(id)) ?? pending.get(id)?.entry,
      readBytes: async (id) => (await store.readBytes(id)) ?? pending.get(id)?.bytes,
    };
  }),
  "the draft is forgotten before saving, and Save is not idempotent": withStore(({ store }) => ({
    insert: (bundle) => store.insert(bundle.map(withoutDraft), null),
  })),
  "bytes are built anew at each try": withRequests((request, { clock }) => {
    if (request.path === "/receipts/query" || request.path.startsWith("/attachments"))
      return request;
    const body = JSON.parse(new TextDecoder().decode(request.body));
    body.sent_at = clock.now();
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const digest = toBase64(createHash("sha256").update(bytes).digest());
    const headers = { ...request.headers, "Content-Digest": `sha-256=:${digest}:` };
    return { ...request, body: bytes, headers };
  }),
  "a new id at each try": withRequests((request, ports) => {
    if (!request.path.startsWith("/incidents")) return request;
    return { ...request, path: request.path.replace(/[^/]+$/, uuid7(ports)) };
  }),
  "sent with the credential of whoever is signed in": {
    ports: (ports) => ({
      ...ports,
      credentials: (author) => ports.credentials({ ...author, personId: "p1" }),
    }),
  },
  "waits by the wall clock alone": withStore(({ store }) => ({
    // What a schedule without the clock-jump rule sees.
    list: async (states) =>
      (await store.list(states)).map((entry) => ({ ...entry, serverAsked: true, tries: [] })),
  })),
  "nothing is offered again to a restored server": withStore(({ store }) => ({
    list: async (states) =>
      states.includes("complete") && states.includes("received") ? [] : store.list(states),
  })),
};

function withoutDraft<Frozen extends { entry: Entry }>(frozen: Frozen): Frozen {
  return { ...frozen, entry: { ...frozen.entry, draftId: null } };
}

function traceOf(entry: Entry) {
  const { id: entryId, digest, path, lane, author, savedAt, state: stateThen } = entry;
  const what = { entryId, digest, path, lane, author, savedAt, stateThen };
  return { ...what, receiptNo: null, reason: "planted", deletedAt: 0, deletedBy: "" };
}

describe("a planted fault is found", () => {
  it.each(Object.keys(PLANTED))(
    "%s",
    async (name) => {
      const property = fc.asyncProperty(night, async (drawn) => {
        expect((await live(drawn, PLANTED[name])).wrong).toEqual([]);
      });
      const run = await fc.check(property, { numRuns: RUNS, seed: 12, endOnFailure: true });
      console.info(`found after ${run.numRuns} nights: ${name}`);
      expect(run.failed).toBe(true);
    },
    180_000,
  );
});
