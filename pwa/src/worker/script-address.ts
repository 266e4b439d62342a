/** The worker's address, in the form a policy of Trusted Types demands. */

const ADDRESS = "/sw.js";

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: () => string },
  ): { createScriptURL(input: string): string };
}

/** The address; the policy `ledljus` can make this one and no other. */
export function workerAddress(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return ADDRESS;
  const policy = trustedTypes.createPolicy("ledljus", { createScriptURL: () => ADDRESS });
  return policy.createScriptURL(ADDRESS);
}
