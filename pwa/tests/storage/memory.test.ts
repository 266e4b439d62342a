import { MemoryStore } from "../../src/storage/memory";
import { storeContract } from "./contract";

storeContract("memory", async () => new MemoryStore());
