/** A phone's way to the server: real TCP, through a proxy that cuts it where the seed says so. */
import type { Answer, Clock, Network, Randomness, Request } from "../../../src/outbox";
import { fetchNetwork } from "../../../src/sync/network";
import { sha256 } from "./town";

/** What the proxy does when a request asks for it by its header (`tests/sim/faults.py`). */
export const FAULTS = [
  "cut_before",
  "cut_at_first",
  "cut_after_headers",
  "cut_halfway",
  "cut_before_last",
  "answer_lost",
  "answer_cut",
  "bad_gateway",
  "server_error",
  "busy",
  "too_many",
  "portal",
  "portal_401",
  "proxy_403",
  "redirect",
  "foreign_json",
  "digest_changed",
  "altered",
] as const;
export type Fault = (typeof FAULTS)[number];

/** How often something goes wrong; latency at most, ms; bytes a second. */
export interface Weather {
  badness: number;
  latency: number;
  speed: number;
  only?: Fault | undefined;
}

/** Two addresses of the server, with `/api/v1`. */
export interface Way {
  proxyUrl: string;
  serverUrl: string;
}

export const CALM: Weather = { badness: 0, latency: 400, speed: 50_000 };

export class Line implements Network {
  weather: Weather = CALM;
  /** How often each fault met each kind of request. */
  readonly met = new Map<string, number>();
  /** Paths that the server itself has said yes to, and ids of facts it called complete. */
  readonly acknowledged = new Set<string>();
  readonly complete = new Set<string>();
  readonly wrong: string[] = [];
  private readonly sent = new Map<string, Request>();

  constructor(
    private readonly way: Way,
    private readonly clock: Clock & {
      stopFor: <Result>(work: Promise<Result>) => Promise<Result>;
    },
    private readonly chance: Randomness,
  ) {}

  async send(request: Request): Promise<Answer> {
    const { badness, latency, speed, only } = this.weather;
    const ms = () => this.chance.fraction() * latency + (request.body.length / speed) * 1_000;
    await this.travel(ms(), request.signal);
    this.note(request);
    const bad = this.chance.fraction() < badness;
    const fault = bad ? (only ?? FAULTS[Math.floor(this.chance.fraction() * FAULTS.length)]!) : "";
    this.count(fault || (latency > 10_000 ? "slow" : "nothing"), request.path);
    const answer = await this.exchange(request, fault);
    if (fault === "" && answer.status < 300) this.learn(request.path, answer.body);
    await this.travel(ms(), request.signal);
    return answer;
  }

  /** Old requests of this phone arrive again, days later and in any order; nobody hears the answers. */
  async replay(times: number): Promise<void> {
    const all = [...this.sent.values()];
    for (let left = times; left > 0 && all.length > 0; left--) {
      const old = all[Math.floor(this.chance.fraction() * all.length)]!;
      this.count("replayed", old.path);
      const { signal } = new AbortController();
      await this.exchange({ ...old, signal }, "").catch(() => undefined);
    }
  }

  /** What meets no fault goes straight to the server: half of all, and twice as quick without the proxy. */
  private exchange(request: Request, fault: Fault | ""): Promise<Answer> {
    const { proxyUrl, serverUrl } = this.way;
    const faulty: typeof fetch = (url, init) =>
      fetch(url, { ...init, headers: { ...request.headers, "Sim-Fault": fault } });
    const network = fault ? fetchNetwork(proxyUrl, faulty) : fetchNetwork(serverUrl);
    return this.clock.stopFor(network.send(request));
  }

  private learn(path: string, body: string): void {
    this.acknowledged.add(path);
    const { receipt, fact_id, items = [] } = JSON.parse(body);
    for (const one of items) if (one.complete) this.complete.add(one.id);
    if (receipt?.complete) this.complete.add(fact_id ?? receipt.id);
  }

  private async travel(ms: number, signal: AbortSignal): Promise<void> {
    await this.clock.sleep(ms, signal);
    if (signal.aborted) throw new Error("aborted");
  }

  /** The same path always carries the same bytes. */
  private note(request: Request): void {
    if (request.method !== "PUT") return;
    const before = this.sent.get(request.path);
    if (before && sha256(before.body) !== sha256(request.body)) {
      this.wrong.push(`${request.path}: sent with other bytes than before`);
    }
    this.sent.set(request.path, request);
  }

  private count(fault: string, path: string): void {
    const key = `${fault} × ${kindOf(path)}`;
    this.met.set(key, (this.met.get(key) ?? 0) + 1);
  }
}

function kindOf(path: string): string {
  if (path.startsWith("/attachments")) return "photo";
  if (path.startsWith("/receipts")) return "question";
  return path.includes("/entries/") ? "entry" : "report";
}
