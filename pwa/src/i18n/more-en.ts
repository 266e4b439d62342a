/** English of the fetched parts. */
import type { MoreWords } from "./more-sv";

export const moreEn: MoreWords = {
  map: {
    label: "The municipality's areas and sites. Press where it happened, or use the buttons below.",
    buttons: "Move the pin and the map",
    west: "Pin westwards",
    north: "Pin northwards",
    south: "Pin southwards",
    east: "Pin eastwards",
    closer: "Closer",
    farther: "Farther away",
  },
  thanks: (month: string, n: number, ledOn: number) =>
    `Thank you! You have made ${n < 100 ? n : `at least ${n}`} ${n === 1 ? "report" : "reports"} in ${month}.` +
    (ledOn ? ` ${ledOn} led on to something.` : ""),
  clockUncertain: "The phone's clock was more than 5 minutes wrong. The time is uncertain.",
  similar: {
    title: "Is it the same incident?",
    line: (what: string, m: number, at: string, photo: boolean) =>
      `Similar report ${m} m away, ${at}${photo ? " (photo)" : ""}: ${what}`,
    same: "Same incident",
    joined: "What you write is added to the incident that is already reported.",
    other: "New incident",
    note: "Same incident, seen again.",
  },
  checkpoint: {
    title: "Checkpoint",
    at: (name: string) => `Checkpoint: ${name}`,
    what: "What did you see here?",
    unknown: (code: string) =>
      `The phone does not know the code ${code}. The sign may be new, replaced or another municipality's. Nothing is removed. Type the code on the sign, fetch the list again or report without a sign.`,
    code: "Code on the sign",
    look: "Open",
    without: "Report without a sign",
  },
  emergency: {
    title: "Where am I, whom do I call?",
    when112:
      "A crime in progress or somebody in danger: call 112, the red button at the top. Say where you are.",
    where: "You are here",
    read: "Read my position",
    reading: "Reading your position …",
    noPosition:
      "The phone does not give the position. Say street, number or what you see around you.",
    fromSite: (m, direction, site) => `${m} m ${direction} of ${site}`,
    address: (street) => `Address there: ${street}`,
    inArea: (area) => `Area: ${area}`,
    aloud: "Read the figures out like this (WGS 84):",
    north: "North",
    east: "East",
    comma: "point",
    accuracy: (m) => `The position may be ${m} m wrong.`,
    directions: {
      north: "north",
      northeast: "north-east",
      east: "east",
      southeast: "south-east",
      south: "south",
      southwest: "south-west",
      west: "west",
      northwest: "north-west",
    },
    others: "Not urgent?",
    police: "Call the police 114 14",
    policeWhen:
      "When the crime has already happened, or to leave a tip. Not when somebody is in danger.",
    call: (name, number) => `Call ${name} ${number}`,
    dutyWhen: "When you need support, relief or want to call in a report.",
    notRecorded: "The app does not listen to calls and does not store that you called.",
  },
  pin: {
    title: "PIN",
    locked: "Locked",
    who: "Who is going to use the phone?",
    enter: "Enter your PIN, 6 digits.",
    opening: "Opening …",
    typed: (n, of) => `${n} of ${of} digits`,
    erase: "Erase a digit",
    other: "Somebody else",
    forgotten: "Forgotten the PIN? Sign in",
    signIn: "Sign in with a password",
    wrong: (left) =>
      left === 1
        ? "Wrong PIN. One try is left, then you have to sign in. Nothing is deleted."
        : `Wrong PIN. ${left} tries are left. Nothing is deleted.`,
    wait: (s) =>
      s > 90
        ? `Too many tries. Wait ${Math.ceil(s / 60)} minutes, or sign in. Nothing is deleted.`
        : `Too many tries. Wait ${s} seconds, or sign in. Nothing is deleted.`,
    tooOld:
      "The phone has not been in contact with the server for more than 72 hours. Sign in with your password. Your reports and drafts are still here.",
    gone: "The PIN is no longer valid. Sign in with your password. Your reports and drafts are still here.",
    failed: "The phone could not read what is stored. Try again, or sign in.",
    choose: "Choose 6 digits",
    again: "The same digits once more",
    why: "With a PIN you open it without network for up to 72 hours, and colleagues can take turns.",
    putting: "Saving the PIN …",
    done: "The PIN is chosen",
    doneMore:
      "The phone locks when the app starts again, when it has been away for a quarter of an hour, and when you press Lock. Reports that wait are sent anyway.",
    limits:
      "A PIN keeps others from reading in the app. It does not protect against somebody who can take out the phone's memory. Use the phone's own screen lock too.",
    troubles: {
      weak: "That one is too easy to guess. Choose other digits.",
      different: "The digits were not the same. Start again.",
      offline: "The server cannot be reached. Nothing is changed. Try again when you have network.",
      failed: "The PIN could not be saved. You are signed in as before. Try again in a while.",
    },
  },
  endShift: {
    left: (n) => (n === 1 ? "1 report is left on the phone" : `${n} reports are left on the phone`),
    whatHappens: (n) =>
      `${n === 1 ? "It is saved and is" : "They are saved and are"} sent also when you have signed out, as soon as the phone has a network and the app is open. Do not put the phone away for long.`,
    nothingLeft: "Everything has arrived. You can sign out.",
    drafts: (n) => (n === 1 ? "1 draft is not finished" : `${n} drafts are not finished`),
    sendAll: "Try to send now",
    exportAll: "Export all",
    signOutAnyway: "Sign out anyway",
  },
  blur: {
    title: "Hide faces and plates",
    how: "Draw a box over the face or the plate, or move the box with the buttons. Then press Hide.",
    buttons: "Move the box",
    left: "Box to the left",
    up: "Box upwards",
    down: "Box downwards",
    right: "Box to the right",
    larger: "Larger box",
    smaller: "Smaller box",
    hide: "Hide what is in the box",
    close: "Done",
    forGood: "What is hidden cannot be had back, neither here nor on the server.",
    failed:
      "The photo could not be changed. It is as it was. Remove it if somebody can be recognised.",
  },
};
