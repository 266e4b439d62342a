/** English. The type makes a missing or surplus sentence a build error. */
import { photos, reportingEn } from "./reporting-en";
import type { Words } from "./sv";

const reports = (n: number) => (n === 1 ? "1 report" : `${n} reports`);

export const en: Words = {
  locale: "en-GB",
  call112: "Call 112 – crime in progress or danger to life",
  app: {
    name: "Ledljus",
    loading: "Fetching …",
    slow: "This takes longer than usual. You can wait or try again.",
    retry: "Try again",
    reload: "Reload",
    back: "Back",
    partMissing:
      "This part of the app is not on the phone yet. Your reports are saved. Connect to the network and reload.",
    signOut: "Sign out",
    newVersion: "There is a new version.",
    useNewVersion: "Switch now",
    otherTabUpdated: "The app was updated in another tab. Reload when you are done.",
    oldTab: "Close the other tabs",
    oldTabMore:
      "Ledljus is open in a tab with an older version. Your reports are still here. Close that tab, and the app starts here by itself.",
    demo: "Demo",
    where: "Where am I?",
    reading: "Reading position",
  },
  time: {
    today: "today",
    yesterday: "yesterday",
    justNow: "just now",
    minutesAgo: (n) => `${n} min ago`,
    hoursAgo: (n) => `${n} h ago`,
  },
  status: {
    label: "State",
    allSent: (at) => `Everything sent ${at}`,
    nothingYet: "Everything sent",
    sending: (n, of) => `Sending ${n} of ${of} …`,
    offlineEmpty: "No coverage. You can report as usual.",
    waiting: (n) =>
      n === 1
        ? "1 report is waiting to be sent. It is saved on the phone."
        : `${n} reports are waiting to be sent. They are saved on the phone.`,
    photosLeft: (n) =>
      `The report has arrived. ${photos(n)} will be sent when the network suffices.`,
    signInToRead: (n) =>
      n === 0
        ? "Sign in again to read. You can report as usual."
        : n === 1
          ? "Sign in again to read. Your report is sent anyway."
          : `Sign in again to read. Your ${n} reports are sent anyway.`,
    signInToSend: (n) =>
      n === 1
        ? "Sign in again to read. Your report is waiting for you to sign in."
        : `Sign in again to read. Your ${n} reports are waiting for you to sign in.`,
    rejected: (n, reason) =>
      n === 1
        ? `1 report needs attention: ${reason}. Nothing is removed.`
        : `${n} reports need attention: ${reason}. Nothing is removed.`,
    storageFull: "The phone is almost full. Text is saved, but no more photos.",
    cannotSave: (phone) =>
      phone
        ? `This phone cannot save safely. Call in the report: ${phone}.`
        : "This phone cannot save safely. Call in the report to your duty desk.",
    serverSilent: (since, phone) =>
      phone
        ? `The server does not answer (since ${since}). Reports are saved on the phone. Alarms: call ${phone}.`
        : `The server does not answer (since ${since}). Reports are saved on the phone. Alarms: call your duty desk.`,
    fromColleague: (n) =>
      n === 1
        ? "1 report from a colleague is waiting"
        : `${n} reports from a colleague are waiting`,
  },
  notices: {
    more: (n) => `${n} more about the phone`,
    all: (n) => `${n} things about the phone`,
    show: "Show",
    understood: "I understand",
    evicted: (n) =>
      n === 0
        ? "The browser has cleared the phone's memory. Every report had a receipt."
        : `The browser has cleared the phone's memory. ${reports(n)} had no receipt. Call your duty desk.`,
    portal:
      "The network demands a login in the browser (as at a hotel). Reports are saved on the phone meanwhile.",
    clock: "The phone's clock is more than 5 minutes wrong. Set the time to automatic.",
  },
  reasons: {
    authorOnly: "whoever wrote it can see why",
    placeMissing: "the place is missing",
    forbidden: "your account may not hand in this report",
    conflict: "the server already holds something else under the same number",
    gone: "what it is about has been removed",
    tooLarge: "the photo is too large",
    wrongType: "the photo has a format that is not accepted",
    invalid: "the server could not read one of the details",
    codes: {
      interrupted: "the try was interrupted",
      no_answer: "the server cannot be reached",
      timeout: "the server did not answer in time",
      portal: "the network demands a login in the browser",
      server_error: "the server has a fault",
      busy: "the server is busy",
      not_found: "the server does not know the address",
      not_understood: "the answer could not be understood",
      digest_differs: "the network changed the content on the way",
      digest_mismatch: "the content arrived damaged",
      fact_first: "the photo is waiting for its report",
      login: "the sign-in is no longer valid",
      no_credential: "the phone is not connected to you yet",
      rejected: "the server did not accept it",
      other_digest: "the server already holds something else under the same number",
      bytes_missing: "the content is missing on the phone",
      bytes_damaged: "the content is damaged on the phone",
      server_lost_it: "the server was restored, the report is sent again",
    },
  },
  signIn: {
    title: "Sign in",
    username: "Username",
    usernameHint: "name@municipality.example",
    password: "Password",
    showPassword: "Show the password",
    submit: "Sign in",
    working: "Signing in …",
    wrong: "The username or the password is not right. Check both and try again.",
    tooMany: "Too many tries. Wait a few minutes and try again.",
    noNetwork:
      "The phone cannot reach the server. Nothing is removed. Go where there is coverage and try again.",
    portal:
      "The network demands a login in the browser first (as at a hotel). Nothing is removed. Change network or log in there.",
    serverTrouble: "The server cannot sign you in now. Nothing is removed. Try again in a while.",
    notEnrolled:
      "You are signed in, but the phone could not be connected to you. Reports are saved and sent when that is done.",
    stillSending: (n) =>
      n === 1
        ? "1 report is waiting and is sent even when nobody is signed in."
        : `${n} reports are waiting and are sent even when nobody is signed in.`,
  },
  home: {
    title: "New report",
    mine: "My latest",
    none: "No reports on this phone yet. Choose a tile.",
    drafts: (n) => (n === 1 ? "Continue your draft" : `Continue ${n} drafts`),
    noKit:
      "The list of places and events is not here yet. It comes when the phone reaches the server.",
    menu: "Menu",
    desk: "The list of events",
  },
  settings: {
    title: "Menu",
    signedInAs: (name, place) => `${name}, ${place}`,
    theme: "Light",
    themes: { auto: "Follow the clock (dark 20–06)", night: "Dark", day: "Bright" },
    hand: "Hand",
    hands: { right: "Right", left: "Left" },
    language: "Language",
    languages: { sv: "Svenska", en: "English" },
    numbers: "Important numbers",
    duty: "On duty",
    signOutHint: "What is waiting is sent anyway.",
    handOver: "Lock and change user",
    pin: "Choose a PIN",
    changePin: "Change PIN",
    kitAt: (at) => `Places and events fetched ${at}`,
    fetchKit: "Fetch again",
    security: "Sign-in and security",
    help: "Help",
    install: "The phone and installing",
    myData: "My data",
  },
  roles: {
    host: "Safety host",
    guard: "Guard",
    public_order_guard: "Public order guard",
    parking_attendant: "Parking attendant",
    shift_lead: "Shift lead",
    operator: "Operator",
    coordinator: "Safety coordinator",
    field_secretary: "Field secretary",
    safety_chief: "Safety chief",
    reader: "Reader",
    technician: "Technical office",
    admin: "Administrator",
  },
  ...reportingEn,
};
