/** Swedish of the fetched parts: map, blurring, emergency, checkpoints, similar reports, end of shift. */
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
  clockUncertain: "Telefonens klocka gick mer än 5 minuter fel. Tiden är osäker.",
  similar: {
    title: "Är det samma händelse?",
    line: (what: string, m: number, at: string, photo: boolean) =>
      `Liknande rapport ${m} m bort, ${at}${photo ? " (foto)" : ""}: ${what}`,
    same: "Samma händelse",
    joined: "Det du skriver läggs till i händelsen som redan är rapporterad.",
    other: "Ny händelse",
    note: "Samma händelse, sedd igen.",
  },
  checkpoint: {
    title: "Kontrollpunkt",
    at: (name: string) => `Kontrollpunkt: ${name}`,
    what: "Vad har du sett här?",
    unknown: (code: string) =>
      `Telefonen känner inte till koden ${code}. Skylten kan vara ny, utbytt eller en annan kommuns. Inget är borttaget. Skriv koden som står på skylten, hämta listan på nytt eller rapportera utan skylt.`,
    code: "Koden på skylten",
    look: "Öppna",
    without: "Rapportera utan skylt",
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
  pin: {
    title: "PIN",
    locked: "Låst",
    who: "Vem ska använda telefonen?",
    enter: "Skriv din PIN, 6 siffror.",
    opening: "Öppnar …",
    typed: (n: number, of: number) => `${n} av ${of} siffror`,
    erase: "Sudda en siffra",
    other: "Annan person",
    forgotten: "Glömt PIN? Logga in",
    signIn: "Logga in med lösenord",
    wrong: (left: number) =>
      left === 1
        ? "Fel PIN. Ett försök är kvar, sedan måste du logga in. Inget är borttaget."
        : `Fel PIN. ${left} försök är kvar. Inget är borttaget.`,
    wait: (s: number) =>
      s > 90
        ? `För många försök. Vänta ${Math.ceil(s / 60)} minuter, eller logga in. Inget är borttaget.`
        : `För många försök. Vänta ${s} sekunder, eller logga in. Inget är borttaget.`,
    tooOld:
      "Det är mer än 72 timmar sedan telefonen hade kontakt med servern. Logga in med lösenord. Dina rapporter och utkast ligger kvar.",
    gone: "PIN gäller inte längre. Logga in med lösenord. Dina rapporter och utkast ligger kvar.",
    failed: "Telefonen kunde inte läsa din PIN. Inget är borttaget. Försök igen, eller logga in.",
    choose: "Välj 6 siffror",
    again: "Samma siffror en gång till",
    why: "Med PIN öppnar du utan nät i upp till 72 timmar, och kollegor kan turas om.",
    putting: "Sparar PIN …",
    done: "PIN är vald",
    doneMore:
      "Telefonen låses när appen startas om, när den legat undan en kvart och när du trycker Lås. Rapporter som väntar skickas ändå.",
    limits:
      "PIN hindrar andra från att läsa i appen. Den skyddar inte mot den som kan ta ut telefonens minne. Använd telefonens eget skärmlås också.",
    troubles: {
      weak: "Den är för lätt att gissa. Välj andra siffror.",
      different: "Siffrorna var inte lika. Börja om.",
      offline: "Servern nås inte. Inget är ändrat. Försök igen när du har nät.",
      failed: "PIN kunde inte sparas. Du är inloggad som förut. Försök igen om en stund.",
    },
  },
  endShift: {
    left: (n: number) =>
      n === 1 ? "1 rapport finns kvar på telefonen" : `${n} rapporter finns kvar på telefonen`,
    whatHappens: (n: number) =>
      `${n === 1 ? "Den är sparad" : "De är sparade"} och skickas även när du loggat ut, så snart telefonen har nät och appen är öppen. Lägg inte undan telefonen för länge.`,
    nothingLeft: "Allt är framme. Du kan logga ut.",
    drafts: (n: number) => (n === 1 ? "1 utkast är inte klart" : `${n} utkast är inte klara`),
    sendAll: "Försök skicka nu",
    exportAll: "Exportera alla",
    signOutAnyway: "Logga ut ändå",
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
