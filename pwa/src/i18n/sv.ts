/** Every Swedish sentence of the app; other languages must have the same keys. */
import { photos, reportingSv } from "./reporting-sv";

const reports = (n: number) => (n === 1 ? "1 rapport" : `${n} rapporter`);

export const sv = {
  locale: "sv-SE",
  call112: "Ring 112 – pågående brott eller fara för liv",
  app: {
    name: "Ledljus",
    loading: "Hämtar …",
    slow: "Det tar längre tid än vanligt. Du kan vänta eller försöka igen.",
    retry: "Försök igen",
    reload: "Ladda om",
    back: "Tillbaka",
    partMissing:
      "Den här delen av appen finns inte på telefonen än. Dina rapporter är sparade. Anslut till nätet och ladda om.",
    signOut: "Logga ut",
    newVersion: "Ny version finns.",
    useNewVersion: "Byt nu",
    otherTabUpdated: "Appen är uppdaterad i en annan flik. Ladda om när du är klar.",
    oldTab: "Stäng de andra flikarna",
    oldTabMore:
      "Ledljus är öppet i en flik med en äldre version. Dina rapporter är kvar. Stäng den fliken, så startar appen här av sig själv.",
    demo: "Demo",
    where: "Var är jag?",
    reading: "Platsen läses",
  },
  time: {
    today: "i dag",
    yesterday: "i går",
    justNow: "nyss",
    minutesAgo: (n: number) => `för ${n} min sedan`,
    hoursAgo: (n: number) => `för ${n} tim sedan`,
  },
  status: {
    label: "Läge",
    allSent: (at: string) => `Allt skickat ${at}`,
    nothingYet: "Allt skickat",
    sending: (n: number, of: number) => `Skickar ${n} av ${of} …`,
    offlineEmpty: "Ingen täckning. Du kan rapportera som vanligt.",
    waiting: (n: number) =>
      n === 1
        ? "1 rapport väntar på att skickas. Den finns sparad på telefonen."
        : `${n} rapporter väntar på att skickas. De finns sparade på telefonen.`,
    photosLeft: (n: number) => `Rapporten är framme. ${photos(n)} skickas när nätet räcker.`,
    signInToRead: (n: number) =>
      n === 0
        ? "Logga in igen för att läsa. Du kan rapportera som vanligt."
        : n === 1
          ? "Logga in igen för att läsa. Din rapport skickas ändå."
          : `Logga in igen för att läsa. Dina ${n} rapporter skickas ändå.`,
    signInToSend: (n: number) =>
      n === 1
        ? "Logga in igen för att läsa. Din rapport väntar på att du loggar in."
        : `Logga in igen för att läsa. Dina ${n} rapporter väntar på att du loggar in.`,
    rejected: (n: number, reason: string) =>
      n === 1
        ? `1 rapport behöver åtgärdas: ${reason}. Inget är borttaget.`
        : `${n} rapporter behöver åtgärdas: ${reason}. Inget är borttaget.`,
    storageFull: "Telefonen är nästan full. Text sparas, men inte fler bilder.",
    cannotSave: (phone: string) =>
      phone
        ? `Den här telefonen kan inte spara säkert. Ring in rapporten: ${phone}.`
        : "Den här telefonen kan inte spara säkert. Ring in rapporten till din ledning.",
    serverSilent: (since: string, phone: string) =>
      phone
        ? `Servern svarar inte (sedan ${since}). Rapporter sparas på telefonen. Larm: ring ${phone}.`
        : `Servern svarar inte (sedan ${since}). Rapporter sparas på telefonen. Larm: ring din ledning.`,
    fromColleague: (n: number) => `${reports(n)} från en kollega väntar`,
  },
  notices: {
    more: (n: number) => `${n} saker till om telefonen`,
    all: (n: number) => `${n} saker om telefonen`,
    show: "Visa",
    understood: "Jag förstår",
    evicted: (n: number) =>
      n === 0
        ? "Webbläsaren har rensat telefonens minne. Alla rapporter hade kvittens."
        : `Webbläsaren har rensat telefonens minne. ${reports(n)} saknade kvittens. Ring din ledning.`,
    portal:
      "Nätet kräver inloggning i webbläsaren (som på ett hotell). Rapporter sparas på telefonen tills vidare.",
    clock: "Telefonens klocka går mer än 5 minuter fel. Ställ in automatisk tid.",
  },
  reasons: {
    authorOnly: "den som skrev ser varför",
    placeMissing: "platsen saknas",
    forbidden: "ditt konto får inte lämna den här rapporten",
    conflict: "servern har redan något annat under samma nummer",
    gone: "det den handlar om är borttaget",
    tooLarge: "bilden är för stor",
    wrongType: "bilden har ett format som inte tas emot",
    invalid: "servern kunde inte läsa en uppgift",
    codes: {
      interrupted: "försöket avbröts",
      no_answer: "servern nås inte",
      timeout: "servern svarade inte i tid",
      portal: "nätet kräver inloggning i webbläsaren",
      server_error: "servern har ett fel",
      busy: "servern är upptagen",
      not_found: "servern känner inte till adressen",
      not_understood: "svaret gick inte att förstå",
      digest_differs: "nätet ändrade innehållet på vägen",
      digest_mismatch: "innehållet kom fram förvanskat",
      fact_first: "bilden väntar på sin rapport",
      login: "inloggningen gäller inte längre",
      no_credential: "telefonen är inte kopplad till dig än",
      rejected: "servern tog inte emot den",
      other_digest: "servern har redan något annat under samma nummer",
      bytes_missing: "innehållet saknas på telefonen",
      bytes_damaged: "innehållet är skadat på telefonen",
      server_lost_it: "servern är återställd, rapporten skickas igen",
    },
  },
  signIn: {
    title: "Logga in",
    username: "Användarnamn",
    usernameHint: "namn@kommun.example",
    password: "Lösenord",
    showPassword: "Visa lösenordet",
    submit: "Logga in",
    working: "Loggar in …",
    wrong: "Användarnamnet eller lösenordet stämmer inte. Kontrollera båda och försök igen.",
    tooMany: "För många försök. Vänta några minuter och försök igen.",
    noNetwork:
      "Telefonen når inte servern. Inget är borttaget. Gå till en plats med täckning och försök igen.",
    portal:
      "Nätet kräver inloggning i webbläsaren först (som på ett hotell). Inget är borttaget. Byt nät eller logga in där.",
    serverTrouble:
      "Servern kan inte logga in dig just nu. Inget är borttaget. Försök igen om en stund.",
    notEnrolled:
      "Du är inloggad, men telefonen kunde inte kopplas till dig. Rapporter sparas och skickas när det är gjort.",
    stillSending: (n: number) => `${reports(n)} väntar och skickas även när ingen är inloggad.`,
  },
  home: {
    title: "Ny rapport",
    mine: "Mina senaste",
    none: "Inga rapporter på telefonen än. Välj en ruta.",
    drafts: (n: number) => (n === 1 ? "Fortsätt på ditt utkast" : `Fortsätt på ${n} utkast`),
    noKit:
      "Listan med platser och händelser är inte hämtad än. Den kommer när telefonen når servern.",
    menu: "Meny",
    desk: "Händelselistan",
  },
  settings: {
    title: "Meny",
    signedInAs: (name: string, place: string) => `${name}, ${place}`,
    theme: "Ljus",
    themes: { auto: "Följ klockan (mörkt 20–06)", night: "Mörkt", day: "Ljust" },
    hand: "Hand",
    hands: { right: "Höger", left: "Vänster" },
    language: "Språk",
    languages: { sv: "Svenska", en: "English" },
    numbers: "Viktiga nummer",
    duty: "Vakthavande",
    signOutHint: "Det som väntar skickas ändå.",
    handOver: "Lås och byt användare",
    pin: "Välj PIN",
    changePin: "Byt PIN",
    kitAt: (at: string) => `Platser och händelser hämtade ${at}`,
    fetchKit: "Hämta på nytt",
    security: "Inloggning och säkerhet",
    help: "Hjälp",
    install: "Telefonen och installation",
    myData: "Min data",
  },
  roles: {
    host: "Trygghetsvärd",
    guard: "Väktare",
    public_order_guard: "Ordningsvakt",
    parking_attendant: "Parkeringsvakt",
    shift_lead: "Arbetsledare",
    operator: "Larmoperatör",
    coordinator: "Trygghetssamordnare",
    field_secretary: "Fältsekreterare",
    safety_chief: "Säkerhetschef",
    reader: "Läsare",
    technician: "Tekniska kontoret",
    admin: "Administratör",
  },
  ...reportingSv,
};

/** The shape every language must fill: same keys, same arguments. */
export type Shape<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : T[K] extends string
      ? string
      : Shape<T[K]>;
};

export type Words = Shape<typeof sv>;
