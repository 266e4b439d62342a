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
  similar: {
    title: "Is it the same incident?",
    line: (what: string, m: number, at: string, photo: boolean) =>
      `Similar report ${m} m away, ${at}${photo ? " (photo)" : ""}: ${what}`,
    same: "Same incident",
    joined: "What you write is added to the incident that is already reported.",
    other: "New incident",
    note: "Same incident, seen again.",
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
  endShift: {
    left: (n) => (n === 1 ? "1 report is left on the phone" : `${n} reports are left on the phone`),
    whatHappens:
      "They are saved and are sent also when you have signed out, as soon as the phone has a network and the app is open. Do not put the phone away for long.",
    nothingLeft: "Everything has arrived. You can sign out.",
    drafts: (n) => (n === 1 ? "1 draft is not finished" : `${n} drafts are not finished`),
    sendAll: "Try to send now",
    exportAll: "Export all",
    signOutAnyway: "Sign out anyway",
  },
  install: {
    title: "The phone and installing",
    right: {
      installed: "The app is on the home screen.",
      persisted: "The phone has promised not to clear the reports.",
      battery: "The battery suffices, or the phone does not tell.",
      storage: "There is room on the phone.",
      clock: "The clock is right.",
      offline: "The app starts without network.",
      enrolled: "The phone is linked to you.",
      kit: "Places and kinds of incident are on the phone.",
      position: "The app may read the position while you report, or asks then.",
    },
    wrong: {
      installed: "The app is not installed. Follow the steps below.",
      persisted: "The phone may clear reports when it is full. Install the app and ask again.",
      battery: "Less than 20 % battery. Charge the phone, or call in what matters most.",
      storage: "Less than 100 MB free. Remove films or apps you do not need.",
      clock: "The clock is more than 5 minutes wrong. Set automatic time in the phone's settings.",
      offline: "The app is not all on the phone yet. Keep it open with network for a while.",
      enrolled: "The phone is not linked to you yet. That is done when it reaches the server.",
      kit: "Places and kinds of incident are missing. They come when the phone reaches the server.",
      position: "The position is turned off. You can still choose a site, the map or words.",
    },
    done: "Done",
    ask: "Ask the phone",
    noNotifications: "Notifications are not needed to report.",
    android: {
      name: "Android (Chrome)",
      steps: {
        one: "Open this page in Chrome.",
        two: "Press the menu with three dots at the top right.",
        three: "Choose Add to Home screen and then Install.",
        four: "Open Ledljus from the home screen and sign in.",
      },
    },
    ios: {
      name: "Iphone (Safari)",
      steps: {
        one: "Open this page in Safari.",
        two: "Press share: the box with an arrow upwards.",
        three: "Choose Add to Home Screen and then Add.",
        four: "Open Ledljus from the home screen and sign in there. Reports in Safari do not come along.",
      },
    },
  },
  help: {
    title: "Help",
    search: "Search the help",
    nothing: "Nothing in the help has those words. Call your shift lead.",
    topics: {
      report: {
        question: "How do I report?",
        answer:
          "Choose a tile, choose the place, press Save. Text and photos can be added at once or later with Add to it.",
      },
      coverage: {
        question: "What happens without coverage?",
        answer:
          "The report is saved on the phone and is sent by itself when the network is back and the app is open. It has arrived only when you see the receipt number.",
      },
      wrong: {
        question: "Something is wrong in it. What do I do?",
        answer:
          "Open the report and press Correct. The correction becomes a new report and the old one is shown as replaced. Nothing disappears.",
      },
      stuck: {
        question: "The report does not leave",
        answer:
          "Press the line at the top. It says why, and when the next try is. You can send now, or export to a file.",
      },
      photos: {
        question: "How do I handle photos?",
        answer:
          "Press the camera, six photos at most. They are made small and without place data on the phone. Press Hide and draw a box over faces and plates. The text goes first, photos when the network is enough.",
      },
      place: {
        question: "The place is wrong or missing",
        answer:
          "Choose a site nearby, put the pin on the map or write where it is. An uncertain place is asked about once. You can always save without a place.",
      },
      emergency: {
        question: "Somebody is in danger",
        answer:
          "Call 112 with the red button. Where am I? shows the place in words and numbers to read out, and other numbers. Ledljus never replaces 112.",
      },
      people: {
        question: "May I write about people?",
        answer:
          "Describe the event, not the person. Write no names or identity numbers. Hide faces and plates in photos.",
      },
    },
  },
  myData: {
    title: "My data",
    noTracking:
      "The app does not follow you. The position is read only while you write a report or press Where am I?, and is stored only in the report.",
    rule: "When do the positions go?",
    decided: (place: string, days: number, decision: string, on: string) =>
      `${place} has decided that positions shall be removed after ${days} days (decision ${decision}, ${on}).`,
    noRule: (place) =>
      `${place} has not decided a rule for erasure in Ledljus yet. So positions on the server are not removed by themselves. Ask the municipality to know more.`,
    phoneRule:
      "On the phone the content is removed 72 hours after the report has wholly arrived. The receipt stays for 30 days.",
    onServer: "On the municipality's server",
    asked: (at) => `Asked ${at}`,
    notAsked:
      "The server has not been able to answer yet. The list is shown when you have a network.",
    count: (n, of) => `${n} of your ${of} latest reports have a place with coordinates.`,
    onPhone: "On this phone",
    noneOnPhone: "No position lies on the phone.",
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
