/** The wire model behind real HTTP, and the phone that talks to it. */
import { ServerModel } from "../simulation/server-model";
import type { Answering } from "./wire";

export { headlessPhone } from "../../src/sync/headless";

export class ServerModelAnswer {
  readonly server = new ServerModel(() => Date.now());

  readonly answer: Answering = ({ method, url, headers, body }, response) => {
    const names = ["authorization", "content-digest", "content-type"];
    const titled = names.map((name) => [title(name), String(headers[name] ?? "")]);
    const path = url.replace("/api/v1", "");
    const answer = this.server.answer({ method, path, headers: Object.fromEntries(titled), body });
    response.writeHead(answer.status, { "Content-Type": answer.contentType }).end(answer.body);
  };
}

function title(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
