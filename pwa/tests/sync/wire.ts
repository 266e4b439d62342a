/** A real HTTP server on a free loopback port, answering as a test says; what a browser would meet. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface Heard {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

export type Answering = (heard: Heard, response: ServerResponse, socket: Socket) => void;

export interface Wire {
  baseUrl: string;
  heard: Heard[];
  answer: Answering;
  close: () => Promise<void>;
}

export async function openWire(answer: Answering): Promise<Wire> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const heard = { method, url, headers, body: Buffer.concat(parts) };
      wire.heard.push(heard);
      wire.answer(heard, response, request.socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const wire: Wire = {
    baseUrl: `http://127.0.0.1:${port}/api/v1`,
    heard: [],
    answer,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return wire;
}
