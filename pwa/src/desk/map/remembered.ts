/** Where the map was when it was left, to come back to from an incident. */
import type { Box } from "./box";

export const remembered: { window: Box | null } = { window: null };
