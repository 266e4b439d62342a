/** English of the administration. */
import { goingLiveEn } from "./admin-going-live-en";
import { fieldsEn } from "./admin-fields-en";
import type { AdminWords } from "./admin-sv";

export const adminEn: AdminWords = {
  title: "Administration",
  noAccess:
    "Your account may not change this. Ask the municipality's administrator if you need to.",
  offline: "This cannot be fetched: the server is out of reach. Nothing is changed. Try again.",
  failed: (code) =>
    `The server could not do this (${code}). Nothing is changed. Try again in a while.`,
  gone: "What you look for is not here.",
  empty: "The register is empty.",
  noHit: "Nothing matches the search.",
  search: "Search",
  clear: (what) => `Show all, not only ${what}`,
  more: "Show more",
  count: (n, more) => (more ? `Showing the first ${n}` : `${n} in the register`),
  add: "Add",
  save: "Save",
  saved: "Saved.",
  cancel: "Cancel",
  confirm: "Yes, do it",
  remove: "Remove",
  addRow: "Add a row",
  required: "Needed",
  waits: "Nothing is changed yet. Another administrator has to confirm it within a day.",
  why: "Why?",
  whyHint: "The reason is kept in the journal. Write no personal data.",
  yes: "Yes",
  no: "No",
  none: "None",
  choose: "Choose",
  unsaved: "There are changes that are not saved.",
  checkFields: "Something must be changed before it can be saved. See the text at the fields.",
  checkField: "This value cannot be saved. Check it.",
  reasons: {
    missing: "Fill this in.",
    string_too_short: "Fill this in.",
    "is a name on one line": "Write a name on one line.",
    "is needed for staff of others than the municipality":
      "Staff of a supplier must have an end date.",
    "a password has 8 to 256 characters": "The password must have 8 to 256 characters.",
    "hold more than whoever makes the key may do":
      "The key may not do more than you may. Ask the administrator to make it.",
    "are of the active categories": "Choose among the categories in use.",
    "names something twice": "The same thing stands there twice.",
    string_pattern_mismatch: "Write it as in the example.",
    too_short: "This is needed: fill it in, or choose at least one.",
    enum: "Choose one of those there are.",
    literal_error: "Choose one of those there are.",
    "is no address": "This is no web address.",
    "begins with https://": "The address must begin with https://.",
    "names a host, without user, password or fragment":
      "Write the provider's address only, without user, password or #.",
    "are domains of the municipality":
      "One of the domains is not the municipality's. Choose among those that usernames end with.",
    "is a report's receipt number": "No report has that receipt number.",
    "is a unit of the municipality's own": "Choose a unit of the municipality's own.",
  },
  codes: {
    overtaken:
      "The account has changed since, so nothing is done. Refuse, and let somebody ask for it anew.",
    already_decided: "It is decided already, or its time is over.",
    own_act: "Somebody else than you has to confirm this.",
    not_confirmed: "Nobody has confirmed it, or its time is over. Ask again.",
    username_taken: "Another account has that username. Nothing is changed.",
    last_admin:
      "Nobody else is administrator without an end date. Give somebody the role first. Nothing is changed.",
    staff_without_end_date:
      "The organisation has staff without end dates. Give them end dates first. Nothing is changed.",
    rule_exists: "Another rule in force takes the same. Close it first. Nothing is changed.",
    name_taken: "Another one has this name or code. Nothing is changed.",
    import_refused: "Nothing is imported. Mend the lines below and try again.",
  },
  conflict: {
    title: "Somebody else was first",
    lead: "While you were writing somebody else saved a change. Choose what holds for each field. Nothing is overwritten before you choose.",
    mine: "Yours",
    theirs: "Theirs",
    save: "Save what is chosen",
    take: "Keep theirs and drop mine",
    same: "You have written the same. You can save.",
  },
  danger: {
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
  },
  pages: {
    setup: "Before you start",
    people: "People",
    organisations: "Organisations",
    areas: "Areas",
    sites: "Sites",
    checkpoints: "Checkpoints",
    categories: "Categories",
    tiles: "Tiles on the phone",
    settings: "The municipality's settings",
    "retention-rules": "Erasure rules",
    "legal-holds": "Kept from erasure",
    "sign-in-settings": "Sign-in",
    devices: "Phones",
    keys: "API keys",
    webhooks: "Webhooks",
    confirmations: "Confirmations",
    permissions: "Roles and permissions",
    import: "Import a file",
  },
  news: {
    people: "New person",
    organisations: "New organisation",
    areas: "New area",
    sites: "New site",
    checkpoints: "New checkpoint",
    categories: "New category",
    tiles: "New tiles",
    keys: "New API key",
    "retention-rules": "New erasure rule",
    "legal-holds": "New exception",
  },
  area: {
    map: "Map to draw on",
    draw: "Click the map for each corner, or drag a corner. Without a mouse: write the corners in the list.",
    corners: "Corners, one a line: latitude, longitude",
    undo: "Undo the last corner",
    clear: "Clear the shape",
    parts: "The area has holes or several parts. Change its shape by importing a file.",
    badLine: (n) => `Line ${n} is not two numbers.`,
    few: "At least three corners are needed.",
    overlaps: "Overlaps",
    overlap: (name, m2) => `${name}: ${Math.round(m2)} m²`,
    crs: "Coordinates",
  },
  keys: {
    once: "The key is shown only now. Copy it to the system that is to have it.",
    copy: "Copy",
    copied: "Copied.",
    revoke: "Revoke",
    ended: (name) => `The key ${name} is revoked.`,
  },
  account: {
    title: "Sign-in",
    password: "Has a password in Ledljus.",
    noPassword: "Has no password in Ledljus.",
    factors: (n) => (n === 1 ? "Has 1 app or passkey." : `Has ${n} apps or passkeys.`),
    noFactors: "Has no app or passkey.",
    reset: "Remove app and passkey",
    resetFollows: (name) =>
      `${name} is signed out everywhere, and apps, passkeys and recovery codes stop working. Do so only when you are sure whom you are talking to.`,
    resetDone: "App, passkey and recovery codes are removed, and every session has ended.",
    signOut: "End all sessions",
    signOutFollows: (name) =>
      `${name} is signed out everywhere at once. Reports that wait on a phone are sent anyway.`,
    signOutDone: "Every session has ended.",
  },
  provider: {
    title: "Register this at the provider",
    lead: "Register Ledljus there with code and PKCE (authorization code), and copy the addresses.",
    redirect: "Address to come back to (redirect URI)",
    afterLogout: "Address after signing out (post-logout redirect URI)",
    backChannel: "Address for signing out behind the scenes (back-channel logout URI)",
    hasSecret: "A client secret is kept.",
    noSecret: "No client secret is kept.",
  },
  devices: {
    ended: (name) => `The phone ${name} is revoked.`,
    waits: (reports, photos) =>
      [
        reports === 1 ? "1 report" : `${reports} reports`,
        photos && (photos === 1 ? "1 photo" : `${photos} photos`),
      ]
        .filter(Boolean)
        .join(", "),
    lost: (at, reports) =>
      `${at}: ${reports === 1 ? "1 report" : `${reports} reports`} without receipt`,
    never: "Never",
    persisted: "Protected",
    notPersisted: "May be cleared by the phone",
    unknown: "Unknown",
  },
  sites: { qr: "Print QR signs (PDF)", points: "Checkpoints of the site" },
  ...fieldsEn,
  ...goingLiveEn,
};
