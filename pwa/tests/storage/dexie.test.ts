import "fake-indexeddb/auto";
import { openPhoneStore } from "../../src/storage/dexie";
import { storeContract } from "./contract";

let opened = 0;
storeContract("dexie", async () => openPhoneStore(`contract-${++opened}`));
