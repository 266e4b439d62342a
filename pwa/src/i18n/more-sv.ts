/** Swedish of the fetched parts: map, blurring, emergency, help, own data, installing, end of shift. */
import type { Shape } from "./sv";

export const moreSv = {
  map: {
    label:
      "Kommunens områden och objekt. Tryck där det hände, eller använd knapparna under kartan.",
    buttons: "Flytta nålen och kartan",
    west: "Nålen åt väster",
    north: "Nålen åt norr",
    south: "Nålen åt söder",
    east: "Nålen åt öster",
    closer: "Närmare",
    farther: "Längre bort",
  },
  /** The server tells of the hundred latest reports, so a hundred may be more. */
  thanks: (month: string, n: number, ledOn: number) =>
    `Tack! Du har lämnat ${n < 100 ? n : `minst ${n}`} ${n === 1 ? "rapport" : "rapporter"} i ${month}.` +
    (ledOn ? ` ${ledOn} har lett vidare.` : ""),
  similar: {
    title: "Är det samma händelse?",
    line: (what: string, m: number, at: string, photo: boolean) =>
      `Liknande rapport ${m} m bort, ${at}${photo ? " (foto)" : ""}: ${what}`,
    same: "Samma händelse",
    joined: "Det du skriver läggs till i händelsen som redan är rapporterad.",
    other: "Ny händelse",
    note: "Samma händelse, sedd igen.",
  },
  emergency: {
    title: "Var är jag, vem ringer jag?",
    when112:
      "Pågår ett brott eller är någon i fara: ring 112, den röda knappen överst. Säg var du är.",
    where: "Du är här",
    read: "Läs min plats",
    reading: "Läser din plats …",
    noPosition: "Telefonen ger inte platsen. Säg gata, nummer eller det du ser omkring dig.",
    fromSite: (m: number, direction: string, site: string) => `${m} m ${direction} om ${site}`,
    address: (street: string) => `Adress där: ${street}`,
    inArea: (area: string) => `Område: ${area}`,
    aloud: "Läs upp siffrorna så här (WGS 84):",
    north: "Nord",
    east: "Ost",
    comma: "komma",
    accuracy: (m: number) => `Platsen kan vara ${m} m fel.`,
    directions: {
      north: "norr",
      northeast: "nordost",
      east: "öster",
      southeast: "sydost",
      south: "söder",
      southwest: "sydväst",
      west: "väster",
      northwest: "nordväst",
    },
    others: "Inte akut?",
    police: "Ring polisen 114 14",
    policeWhen: "När brottet redan har hänt, eller för att lämna tips. Inte när någon är i fara.",
    call: (name: string, number: string) => `Ring ${name} ${number}`,
    dutyWhen: "När du behöver stöd, avlösning eller vill ringa in en rapport.",
    notRecorded: "Appen lyssnar inte på samtal och sparar inte att du ringt.",
  },
  endShift: {
    left: (n: number) =>
      n === 1 ? "1 rapport finns kvar på telefonen" : `${n} rapporter finns kvar på telefonen`,
    whatHappens:
      "De är sparade och skickas även när du loggat ut, så snart telefonen har nät och appen är öppen. Lägg inte undan telefonen för länge.",
    nothingLeft: "Allt är framme. Du kan logga ut.",
    drafts: (n: number) => (n === 1 ? "1 utkast är inte klart" : `${n} utkast är inte klara`),
    sendAll: "Försök skicka nu",
    exportAll: "Exportera alla",
    signOutAnyway: "Logga ut ändå",
  },
  install: {
    title: "Telefonen och installation",
    right: {
      installed: "Appen ligger på hemskärmen.",
      persisted: "Telefonen har lovat att inte rensa rapporterna.",
      battery: "Batteriet räcker, eller så berättar telefonen det inte.",
      storage: "Det finns plats på telefonen.",
      clock: "Klockan går rätt.",
      offline: "Appen startar utan nät.",
      enrolled: "Telefonen är kopplad till dig.",
      kit: "Platser och händelsetyper finns på telefonen.",
      position: "Appen får läsa platsen när du rapporterar, eller frågar då.",
    },
    wrong: {
      installed: "Appen är inte installerad. Följ stegen nedan.",
      persisted: "Telefonen kan rensa rapporter om den blir full. Installera appen och fråga igen.",
      battery: "Mindre än 20 % batteri. Ladda telefonen, eller ring in det viktigaste.",
      storage: "Mindre än 100 MB ledigt. Ta bort filmer eller appar du inte behöver.",
      clock:
        "Klockan går mer än 5 minuter fel. Ställ in automatisk tid i telefonens inställningar.",
      offline: "Appen är inte hel på telefonen än. Håll den öppen med nät en stund.",
      enrolled: "Telefonen är inte kopplad till dig än. Det görs när den når servern.",
      kit: "Platser och händelsetyper saknas. De hämtas när telefonen når servern.",
      position: "Platsen är avslagen. Det går bra ändå: välj objekt, karta eller skriv.",
    },
    done: "Klart",
    ask: "Fråga telefonen",
    noNotifications: "Notiser behövs inte för att rapportera.",
    android: {
      name: "Android (Chrome)",
      steps: {
        one: "Öppna den här sidan i Chrome.",
        two: "Tryck på menyn med tre punkter uppe till höger.",
        three: "Välj Lägg till på startskärmen och sedan Installera.",
        four: "Öppna Ledljus från hemskärmen och logga in.",
      },
    },
    ios: {
      name: "Iphone (Safari)",
      steps: {
        one: "Öppna den här sidan i Safari.",
        two: "Tryck på dela: rutan med en pil uppåt.",
        three: "Välj Lägg till på hemskärmen och sedan Lägg till.",
        four: "Öppna Ledljus från hemskärmen och logga in där. Rapporter i Safari följer inte med.",
      },
    },
  },
  help: {
    title: "Hjälp",
    search: "Sök i hjälpen",
    nothing: "Inget i hjälpen har de orden. Ring din ledning.",
    topics: {
      report: {
        question: "Hur rapporterar jag?",
        answer:
          "Välj ruta, välj plats, tryck Spara. Text och bilder kan du lägga till direkt eller senare med Komplettera.",
      },
      coverage: {
        question: "Vad händer utan täckning?",
        answer:
          "Rapporten sparas på telefonen och skickas av sig själv när nätet är tillbaka och appen är öppen. Den är framme först när du ser kvittensnumret.",
      },
      wrong: {
        question: "Det blev fel. Vad gör jag?",
        answer:
          "Öppna rapporten och tryck Rätta. Rättelsen blir en ny rapport och den gamla visas som ersatt. Inget försvinner.",
      },
      stuck: {
        question: "Rapporten går inte iväg",
        answer:
          "Tryck på raden överst. Där står varför och när nästa försök görs. Du kan skicka nu, eller exportera till en fil och lämna den till din ledning.",
      },
      photos: {
        question: "Hur gör jag med bilder?",
        answer:
          "Tryck på kameran, högst sex bilder. De görs små och utan platsdata på telefonen. Tryck Dölj och rita en ruta över ansikten och skyltar. Texten skickas först, bilderna när nätet räcker.",
      },
      place: {
        question: "Platsen blev fel eller saknas",
        answer:
          "Välj ett objekt i närheten, sätt nålen på kartan eller skriv var det är. Är platsen osäker frågar appen en gång. Du kan alltid spara utan plats.",
      },
      emergency: {
        question: "Någon är i fara",
        answer:
          "Ring 112 med den röda knappen. Var är jag? visar platsen i ord och siffror att läsa upp, och andra nummer. Ledljus ersätter aldrig 112.",
      },
      people: {
        question: "Får jag skriva om personer?",
        answer:
          "Beskriv händelsen, inte personen. Skriv inte namn eller personnummer. Dölj ansikten och skyltar i bilder.",
      },
    },
  },
  myData: {
    title: "Min data",
    noTracking:
      "Appen följer dig inte. Platsen läses bara medan du skriver en rapport eller trycker Var är jag?, och sparas bara i rapporten.",
    rule: "När försvinner platserna?",
    decided: (place: string, days: number, decision: string, on: string) =>
      `${place} har beslutat att platser ska tas bort efter ${days} dagar (beslut ${decision}, ${on}).`,
    noRule: (place: string) =>
      `${place} har inte beslutat någon gallringsregel i Ledljus än. Därför tas platser hos servern inte bort av sig själva. Fråga kommunen om du vill veta mer.`,
    phoneRule:
      "På telefonen tas innehållet bort 72 timmar efter att rapporten är helt framme. Kvittensen ligger kvar i 30 dagar.",
    onServer: "Hos kommunens server",
    asked: (at: string) => `Frågat ${at}`,
    notAsked: "Servern har inte kunnat svara än. Listan visas när du har nät.",
    count: (n: number, of: number) =>
      `${n} av dina ${of} senaste rapporter har en plats med koordinater.`,
    onPhone: "På den här telefonen",
    noneOnPhone: "Ingen plats ligger på telefonen.",
  },
  blur: {
    title: "Dölj ansikten och skyltar",
    how: "Dra en ruta över ansiktet eller skylten, eller flytta rutan med knapparna. Tryck sedan på Dölj.",
    buttons: "Flytta rutan",
    left: "Rutan åt vänster",
    up: "Rutan uppåt",
    down: "Rutan nedåt",
    right: "Rutan åt höger",
    larger: "Större ruta",
    smaller: "Mindre ruta",
    hide: "Dölj det i rutan",
    close: "Klar",
    forGood: "Det som döljs går inte att få tillbaka, varken här eller hos servern.",
    failed:
      "Bilden kunde inte ändras. Den är kvar som den var. Ta bort den om någon kan kännas igen.",
  },
};

export type MoreWords = Shape<typeof moreSv>;
