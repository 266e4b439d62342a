/** English of the guide. */
import type { GuideWords } from "./guide-sv";

export const guideEn: GuideWords = {
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
    rows: {
      battery: "Less than 20 % battery. Charge the phone.",
      storage: "Less than 100 MB free on the phone.",
      installed: "The app is not installed on the phone.",
      persisted: "The phone may clear reports if it becomes full.",
    },
    wrong: {
      installed: "The app is not installed. Follow the steps below.",
      persisted:
        "The phone may clear reports if it becomes full, and a private window throws everything away when it is closed. Install the app and ask again.",
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
      pin: {
        question: "We share a phone, or I have forgotten my PIN",
        answer:
          "Choose a PIN in the menu. Press Lock and change user, and the next one chooses their name. If you have forgotten your PIN: press Forgotten the PIN and sign in with the password. Reports and drafts stay, and what waits is sent in your name.",
      },
      sign: {
        question: "What are the signs with squares on the wall?",
        answer:
          "Checkpoints. Point the phone's camera at the squares, and a report opens with the place filled in. If it does not: type the code under the squares where you search for sites.",
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
};
