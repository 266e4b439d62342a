/** A network that does to a message whatever networks do, by a seeded chance. */
import type { Answer, Clock, Network, Randomness, Request } from "../../src/outbox";
import type { ServerModel } from "./server-model";

export type Fault =
  | "cut_before"
  | "answer_lost"
  | "answer_cut"
  | "login_page"
  | "login_page_401"
  | "proxy_403"
  | "redirect"
  | "bad_gateway"
  | "server_error"
  | "busy"
  | "bytes_changed"
  | "digest_changed"
  | "foreign_json"
  | "hangs"
  | "replayed";

export const FAULTS: readonly Fault[] = [
  "cut_before",
  "answer_lost",
  "answer_cut",
  "login_page",
  "login_page_401",
  "proxy_403",
  "redirect",
  "bad_gateway",
  "server_error",
  "busy",
  "bytes_changed",
  "digest_changed",
  "foreign_json",
  "hangs",
  "replayed",
];

/** How often something goes wrong, and how slow it is at most, ms. */
export interface Weather {
  badness: number;
  latency: number;
  only?: Fault;
}

export const CALM: Weather = { badness: 0, latency: 400 };

export class FaultyNetwork implements Network {
  weather: Weather = CALM;
  /** How often each fault was met: a fault that never happens proves nothing. */
  readonly met = new Map<Fault, number>();
  requests = 0;

  constructor(
    private readonly server: ServerModel,
    private readonly clock: Clock,
    private readonly chance: Randomness,
  ) {}

  async send(request: Request): Promise<Answer> {
    this.requests += 1;
    const { badness, latency, only } = this.weather;
    await this.travel(latency, request.signal);
    const bad = this.chance.fraction() < badness;
    const fault = bad ? (only ?? this.pick()) : null;
    if (fault) this.met.set(fault, (this.met.get(fault) ?? 0) + 1);
    const poisoned = new TextDecoder().decode(request.body).includes("FIREWALL");
    const answer = await this.suffer(poisoned ? "proxy_403" : fault, request);
    await this.travel(latency, request.signal);
    return answer;
  }

  private pick(): Fault {
    return FAULTS[Math.floor(this.chance.fraction() * FAULTS.length)]!;
  }

  private async travel(latency: number, signal: AbortSignal): Promise<void> {
    await this.clock.sleep(this.chance.fraction() * latency, signal);
    if (signal.aborted) throw new Error("aborted");
  }

  private async suffer(fault: Fault | null, request: Request): Promise<Answer> {
    const { server } = this;
    switch (fault) {
      case null:
        return server.answer(request);
      case "cut_before":
        throw new Error("connection refused");
      case "answer_lost":
        server.answer(request);
        throw new Error("connection reset");
      case "answer_cut": {
        const whole = server.answer(request);
        const kept = Math.floor(whole.body.length * this.chance.fraction());
        return { ...whole, body: whole.body.slice(0, kept) };
      }
      case "login_page":
        return page(200);
      case "login_page_401":
        return page(401);
      case "proxy_403":
        return page(403);
      case "redirect":
        return { ...page(0), contentType: "", body: "" };
      case "bad_gateway":
        return page(502);
      case "server_error":
        return server.problem(500, "internal_error");
      case "busy":
        return server.problem(503, "busy", "7");
      case "bytes_changed":
        return server.answer({ ...request, body: flipped(request.body) });
      case "digest_changed":
        return otherDigest(request.path);
      case "foreign_json":
        return { ...page(200), contentType: "application/json", body: '{"status":"ok"}' };
      case "hangs":
        await this.clock.sleep(3_600_000, request.signal);
        throw new Error("aborted");
      case "replayed":
        server.answer(request);
        return server.answer(request);
    }
  }
}

function page(status: number): Answer {
  const body = "<!doctype html><title>Welcome to Train WiFi</title>";
  return { status, contentType: "text/html; charset=utf-8", body, retryAfter: null, date: null };
}

/** An answer about this id but about other bytes (a confused cache); the server never saw ours. */
function otherDigest(path: string): Answer {
  const receipt = { id: path.split("/").at(-1), digest: "f".repeat(64), complete: true };
  return { ...page(200), contentType: "application/json", body: JSON.stringify({ receipt }) };
}

function flipped(bytes: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[0] = changed[0]! ^ 1;
  return changed;
}
