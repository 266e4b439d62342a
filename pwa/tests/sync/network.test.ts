/** The network port against a real server: what leaves, and what a broken line looks like. */
import { afterEach, expect, it } from "vitest";
import { headlessPhone, ServerModelAnswer } from "./phone";
import { fetchNetwork } from "../../src/sync/network";
import { author, MUNICIPALITY, photo, report } from "../outbox/samples";
import { sha256 } from "../simulation/server-model";
import { eventually } from "../storage/contract";
import { openWire, type Answering, type Wire } from "./wire";

let wire: Wire;
afterEach(() => wire.close());

const signal = new AbortController().signal;
const request = (path = "/incidents/1") => ({
  method: "PUT" as const,
  path,
  headers: { "Content-Type": "application/json", Authorization: "Bearer x" },
  body: new TextEncoder().encode('{"note":"å"}'),
  signal,
});

async function answered(answer: Answering) {
  wire = await openWire(answer);
  return fetchNetwork(wire.baseUrl).send(request());
}

it("sends the bytes as they are and returns the whole answer", async () => {
  const answer = await answered((_, response) =>
    response
      .writeHead(201, { "Content-Type": "application/json", "Retry-After": "3" })
      .end('{"a":1}'),
  );
  expect(answer).toMatchObject({ status: 201, contentType: "application/json", body: '{"a":1}' });
  expect(answer.retryAfter).toBe("3");
  expect(Date.parse(answer.date!)).toBeGreaterThan(0);
  const [heard] = wire.heard;
  expect(heard!.body.toString()).toBe('{"note":"å"}');
  expect(heard!.headers["authorization"]).toBe("Bearer x");
  expect(heard!.headers["cookie"]).toBeUndefined();
});

it("does not follow a redirect to a login page", async () => {
  const answer = await answered((_, response) =>
    response.writeHead(302, { Location: "/login" }).end(),
  );
  expect([0, 302]).toContain(answer.status);
  expect(wire.heard).toHaveLength(1);
});

it.each<[string, Answering]>([
  ["cut before the answer", (_, __, socket) => socket.destroy()],
  [
    "cut in the headers",
    (_, __, socket) =>
      socket.end("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nConte"),
  ],
  [
    "cut in the body",
    (_, __, socket) =>
      socket.end(
        'HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"re',
      ),
  ],
])("rejects an answer %s", async (_, answer) => {
  await expect(answered(answer)).rejects.toBeDefined();
});

it("a headless phone delivers report and photos over real HTTP", async () => {
  const model = new ServerModelAnswer();
  wire = await openWire(model.answer);
  const phone = headlessPhone(wire.baseUrl);
  const credential = { municipalityId: MUNICIPALITY, personId: "p1", deviceId: "d" };
  await phone.store.putCredential({ ...credential, secret: "s", enrolledAt: 1 });
  model.server.allow(`lj1.${MUNICIPALITY}.s`, "p1");
  phone.leader.start();
  const photos = [photo(1, 200_000), photo(2, 5)];
  const { id } = await phone.outbox.save(report("riktig HTTP", { photos, author: author() }));
  let state: string | undefined;
  const stop = phone.outbox.watchItems(credential, ([item]) => (state = item?.entry.state));
  await eventually(() => state === "complete", 10_000);
  stop();
  phone.leader.stop();
  const [put] = wire.heard.filter(({ url }) => url === `/api/v1/incidents/${id}`);
  const digest = Buffer.from(sha256(put!.body), "hex").toString("base64");
  expect(put!.headers["content-digest"]).toBe(`sha-256=:${digest}:`);
  expect(put!.headers["device-time"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(put!.headers["content-type"]).toBe("application/json");
});
