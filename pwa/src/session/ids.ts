/** Identifiers made on the phone. */
import { uuid7 } from "../outbox";
import { systemClock, systemRandomness } from "../sync/device";

/** A new UUIDv7. */
export const newId = (): string => uuid7({ clock: systemClock, randomness: systemRandomness });
