/** Swedish of the guide: installing, help, own data. */
import type { Shape } from "./sv";

export const guideSv = {
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
    rows: {
      battery: "Mindre än 20 % batteri. Ladda telefonen.",
      storage: "Mindre än 100 MB ledigt på telefonen.",
      installed: "Appen är inte installerad på telefonen.",
      persisted: "Telefonen kan rensa rapporter om den blir full.",
    },
    wrong: {
      installed: "Appen är inte installerad. Följ stegen nedan.",
      persisted:
        "Telefonen kan rensa rapporter om den blir full, och ett privat fönster kastar allt när det stängs. Installera appen och fråga igen.",
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
      pin: {
        question: "Vi delar telefon, eller jag har glömt min PIN",
        answer:
          "Välj PIN i menyn. Tryck Lås och byt användare, så väljer nästa sitt namn. Har du glömt din PIN: tryck Glömt PIN och logga in med lösenord. Rapporter och utkast ligger kvar, och det som väntar skickas i ditt namn.",
      },
      sign: {
        question: "Vad är skyltarna med rutor på väggen?",
        answer:
          "Kontrollpunkter. Rikta telefonens kamera mot rutorna, så öppnas en rapport med platsen ifylld. Går det inte: skriv koden under rutorna där du söker objekt.",
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
};

export type GuideWords = Shape<typeof guideSv>;
