/** Swedish of signing in beside the password: second step, passkeys, provider, own security. */
import type { Shape } from "./sv";

export const securitySv = {
  step: {
    title: "Ett steg till",
    why: "Lösenordet stämmer. Den här webbläsaren är ny för dig, så visa att det är du. Nästa gång här behövs bara lösenordet.",
    code: "Kod från appen, eller återställningskod",
    codeHint: "Sex siffror. Har du inte appen: skriv en av dina återställningskoder.",
    recovery: "Återställningskod",
    recoveryHint: "En av koderna du sparade, till exempel K7Q2-M4XB-9PTW.",
    submit: "Fortsätt",
    working: "Kontrollerar …",
    again: "Börja om",
    wrong: "Koden stämmer inte, eller är redan använd. Vänta på appens nästa kod och försök igen.",
    tooLate: "Det tog för lång tid. Börja om med lösenordet. Inget är borttaget.",
  },
  ways: {
    provider: (label: string) => `Logga in med ${label}`,
    passkey: "Logga in med passkey",
    passkeyCancelled: "Ingen passkey visades. Försök igen, eller logga in med lösenord.",
    passkeyRefused:
      "Den här passkeyn hör inte till något konto här. Logga in med lösenord, eller fråga din administratör.",
  },
  arrivals: {
    begin_again: "Inloggningen avbröts på vägen. Försök igen. Inget är borttaget.",
    cancelled: "Du avbröt inloggningen. Försök igen, eller logga in med lösenord.",
    no_role:
      "Du är inloggad hos kommunen, men ditt konto har ingen roll i Ledljus. Be din chef eller kommunens it-stöd om rätt grupp.",
    account_taken:
      "Det finns redan ett konto med ditt användarnamn här. Be administratören koppla ihop dem.",
    closed: "Ditt konto i Ledljus är stängt. Fråga din administratör.",
    provider_away: "Kommunens inloggning svarar inte. Försök igen om en stund. Inget är borttaget.",
    refused:
      "Kommunens inloggning gick inte att lita på, så du släpptes inte in. Försök igen, och säg till it-stödet om det händer igen.",
  },
  page: {
    title: "Inloggning och säkerhet",
    must: "Din roll behöver något mer än ett lösenord. Lägg till en app eller en passkey, sedan kan du fortsätta.",
    why: "Det frågas efter bara när du loggar in i en ny webbläsare eller på en ny telefon.",
    elsewhere:
      "Du loggar in med kommunens konto. Lösenord, koder och nycklar sköts där, inte i Ledljus.",
    mine: "Dina inloggningssätt",
    none: "Bara lösenord.",
    kinds: { totp: "Kod från app", passkey: "Passkey" },
    added: (at: string) => `tillagd ${at}`,
    used: (at: string) => `senast använd ${at}`,
    unused: "inte använd än",
    rename: (name: string) => `Byt namn på ${name}`,
    remove: (name: string) => `Ta bort ${name}`,
    addApp: "Lägg till app med koder",
    addPasskey: "Lägg till passkey",
    passkeyHint: "Telefonens eller datorns skärmlås, eller en säkerhetsnyckel.",
    makePasskey: "Skapa passkey",
    nameHint:
      "Till exempel vilken telefon eller dator det gäller. Namnet hjälper dig att ta bort rätt.",
    noPasskeys: "Den här webbläsaren har inte passkeys. Använd en app med koder.",
    scan: "Läs av bilden med en kodapp, eller skriv in nyckeln där.",
    picture: "QR-kod för kodappen",
    secret: "Nyckel",
    name: "Vad ska den heta?",
    names: { totp: "Appen i min telefon", passkey: "Min passkey" },
    firstCode: "Koden som appen visar nu",
    save: "Spara",
    cancel: "Avbryt",
    codes: "Återställningskoder",
    codesLeft: (n: number) => (n === 1 ? "1 kod är kvar." : `${n} koder är kvar.`),
    keepCodes:
      "Skriv ner koderna och lägg dem där bara du kommer åt dem. De visas inte igen. Varje kod fungerar en gång.",
    kept: "Jag har sparat koderna",
    renew: "Gör nya koder",
    everywhere: "Logga ut överallt",
    everywhereHint:
      "Avslutar alla dina inloggningar, även här, och glömmer alla webbläsare. Rapporter som väntar på en telefon skickas ändå.",
    password: "Skriv lösenordet en gång till",
    confirm: "Bekräfta",
    wrongPassword: "Lösenordet stämmer inte.",
    offline:
      "Det här går bara med nät. Rapportera kan du som vanligt. Försök igen när du har täckning.",
    lastFactor: "Din roll behöver minst ett sätt. Lägg till ett annat först.",
    taken: "Den passkeyn finns redan här.",
    failed: "Det gick inte. Inget är ändrat. Försök igen.",
    loading: "Hämtar …",
    signOut: "Logga ut",
  },
};

export type SecurityWords = Shape<typeof securitySv>;
