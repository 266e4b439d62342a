/** English of what follows from acts that are asked about first. */
import type { AdminWords } from "./admin-sv";

export const danger: AdminWords["danger"] = {
  title: "Are you sure?",
  disable: (name) =>
    `${name} can no longer sign in. Reports on that person's phone cannot be sent from there.`,
  admin: (name: string) =>
    `${name || "The new account"} is or becomes an administrator. If there is another administrator, they have to confirm the change first.`,
  newRoles: (name: string) => `${name} may at once do what the roles allow.`,
  roles: (name) => `${name} loses at once what the roles allowed.`,
  close: (name) => `${name} vanishes from lists and phones. Old reports keep it.`,
  key: (name) =>
    `The system that uses the key ${name} stops working at once. A revoked key cannot be opened again.`,
  phone: (name) =>
    `The phone ${name} is revoked for everybody who used it. Reports that are only there cannot be sent from it, but stay and can be exported.`,
  provider: () =>
    "Those who sign in by the municipality's account cannot until a sign-in is set up again. Make sure that at least one administrator has a password.",
  factors: () => "Those roles can then sign in with a password alone.",
  erase: () =>
    "What is older is erased within an hour and cannot be brought back. Check the days against the decision.",
  release: () => "The report is erased as soon as a rule says so. That cannot be undone.",
  form: "The shape you have drawn is replaced.",
};
