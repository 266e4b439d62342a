/** English of signing in beside the password. */
import type { SecurityWords } from "./security-sv";

export const securityEn: SecurityWords = {
  step: {
    title: "One more step",
    why: "The password is right. This browser is new to you, so show that it is you. Next time here the password is enough.",
    code: "Code from the app, or a recovery code",
    codeHint: "Six digits. Without the app: write one of your recovery codes.",
    recovery: "Recovery code",
    recoveryHint: "One of the codes you kept, such as K7Q2-M4XB-9PTW.",
    submit: "Continue",
    working: "Checking …",
    again: "Begin again",
    wrong: "The code is wrong or has been used. Wait for the app's next code and try again.",
    tooLate: "It took too long. Begin again with the password. Nothing is lost.",
  },
  ways: {
    provider: (label: string) => `Sign in with ${label}`,
    passkey: "Sign in with a passkey",
    passkeyCancelled: "No passkey was shown. Try again, or sign in with a password.",
    passkeyRefused:
      "This passkey belongs to no account here. Sign in with a password, or ask your administrator.",
  },
  arrivals: {
    begin_again: "The sign-in was broken off on its way. Try again. Nothing is lost.",
    cancelled: "You broke off the sign-in. Try again, or sign in with a password.",
    no_role:
      "You are signed in with the municipality, but your account has no role in Ledljus. Ask your manager or IT support for the right group.",
    account_taken:
      "There is an account with your username here already. Ask the administrator to join them.",
    closed: "Your account in Ledljus is closed. Ask your administrator.",
    provider_away: "The municipality's sign-in does not answer. Try again soon. Nothing is lost.",
    refused:
      "The municipality's sign-in could not be trusted, so you were not let in. Try again, and tell IT support if it happens again.",
  },
  page: {
    title: "Sign-in and security",
    must: "Your role needs more than a password. Add an app or a passkey, then you can go on.",
    why: "It is asked for only when you sign in from a new browser or phone.",
    elsewhere:
      "You sign in with the municipality's account. Passwords, codes and keys are looked after there, not in Ledljus.",
    mine: "Your ways of signing in",
    none: "Password only.",
    kinds: { totp: "Code from an app", passkey: "Passkey" },
    added: (at: string) => `added ${at}`,
    used: (at: string) => `last used ${at}`,
    unused: "not used yet",
    rename: (name: string) => `Rename ${name}`,
    remove: (name: string) => `Remove ${name}`,
    addApp: "Add an app with codes",
    addPasskey: "Add a passkey",
    passkeyHint: "The screen lock of the phone or computer, or a security key.",
    makePasskey: "Make passkey",
    nameHint:
      "Such as which phone or computer it is for. The name helps you to remove the right one.",
    noPasskeys: "This browser has no passkeys. Use an app with codes.",
    scan: "Scan the picture with a code app, or type the key there.",
    picture: "QR code for the code app",
    secret: "Key",
    name: "What shall it be called?",
    names: { totp: "The app on my phone", passkey: "My passkey" },
    firstCode: "The code that the app shows now",
    save: "Save",
    cancel: "Cancel",
    codes: "Recovery codes",
    codesLeft: (n) => (n === 1 ? "1 code is left." : `${n} codes are left.`),
    keepCodes:
      "Write the codes down and keep them where only you can reach them. They are not shown again. Each works once.",
    kept: "I have kept the codes",
    renew: "Make new codes",
    everywhere: "Sign out everywhere",
    everywhereHint:
      "Ends all your sign-ins, here too, and forgets every browser. Reports that wait on a phone are sent all the same.",
    password: "Write the password once more",
    confirm: "Confirm",
    wrongPassword: "The password is wrong.",
    offline: "This needs a network. You can report as usual. Try again when you have coverage.",
    lastFactor: "Your role needs at least one way. Add another first.",
    taken: "That passkey is here already.",
    failed: "It did not work. Nothing is changed. Try again.",
    loading: "Fetching …",
    signOut: "Sign out",
  },
};
