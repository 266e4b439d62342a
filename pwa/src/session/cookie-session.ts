/** What is remembered of the session in the browser's cookie, which no script can read. */
import { isSignedOut } from "../api/answer";
import { endCookie } from "../api/calls";
import type { SessionRead } from "../api/shapes";
import type { Remembered } from "./remembered";

const SESSION_KEY = "session";
const LEAVING_KEY = "sign_out_pending";

export class CookieSession {
  constructor(private readonly remembered: Remembered) {}

  /** Null when nobody is signed in by cookie; undefined when nothing can be read. */
  get(): Promise<SessionRead | null | undefined> {
    return this.remembered.get(SESSION_KEY);
  }

  /** As the server last told it. */
  async put(session: SessionRead): Promise<void> {
    await this.remembered.put(SESSION_KEY, session);
  }

  /** A new sign-in has put its own cookie in the old one's place. */
  async replaced(): Promise<void> {
    await this.remembered.put(LEAVING_KEY, false);
  }

  /** Ended here at once; on the server by `finishEnding`. */
  async end(): Promise<void> {
    await this.remembered.put(SESSION_KEY, null);
    await this.remembered.put(LEAVING_KEY, true);
  }

  /** Whether anybody has been signed in here before. */
  async wasEnded(): Promise<boolean> {
    return (await this.remembered.get<boolean>(LEAVING_KEY)) !== undefined;
  }

  /** Tells the server, as soon as it can be reached; false when it has not been. */
  async finishEnding(): Promise<boolean> {
    if (!(await this.remembered.get<boolean>(LEAVING_KEY))) return true;
    const answer = await endCookie();
    const ended = answer.ok || isSignedOut(answer);
    if (ended) await this.remembered.put(LEAVING_KEY, false);
    return ended;
  }
}
