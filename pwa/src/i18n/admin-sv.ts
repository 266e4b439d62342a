/** Swedish of the administration: registers, settings, imports and the set-up check. */
import { danger } from "./admin-danger-sv";
import { goingLiveSv } from "./admin-going-live-sv";
import { fieldsSv } from "./admin-fields-sv";
import type { Shape } from "./sv";

export const adminSv = {
  title: "Administration",
  noAccess: "Ditt konto får inte ändra här. Fråga kommunens administratör om du behöver det.",
  offline: "Det här kan inte hämtas: servern nås inte. Inget är ändrat. Försök igen.",
  failed: (code: string) =>
    `Servern kunde inte göra det (${code}). Inget är ändrat. Försök igen om en stund.`,
  gone: "Det du söker finns inte här.",
  empty: "Registret är tomt.",
  noHit: "Inget passar sökningen.",
  search: "Sök",
  clear: (what: string) => `Visa alla, inte bara ${what}`,
  more: "Visa fler",
  count: (n: number, more: boolean) => (more ? `Visar de ${n} första` : `${n} i registret`),
  add: "Lägg till",
  save: "Spara",
  saved: "Sparat.",
  cancel: "Avbryt",
  confirm: "Ja, gör det",
  waits: "Inget är ändrat än. En annan administratör behöver bekräfta det inom ett dygn.",
  why: "Varför?",
  whyHint: "Skälet sparas i journalen. Skriv inga personuppgifter.",
  remove: "Ta bort",
  addRow: "Lägg till rad",
  required: "Måste fyllas i",
  yes: "Ja",
  no: "Nej",
  none: "Ingen",
  choose: "Välj",
  unsaved: "Det finns ändringar som inte är sparade.",
  checkFields: "Något behöver ändras innan det kan sparas. Se texten vid fälten.",
  checkField: "Det här värdet går inte att spara. Kontrollera det.",
  reasons: {
    missing: "Fyll i det här.",
    string_too_short: "Fyll i det här.",
    "is a name on one line": "Skriv ett namn på en rad.",
    "is needed for staff of others than the municipality":
      "Personal från en leverantör måste ha ett slutdatum.",
    "a password has 8 to 256 characters": "Lösenordet ska ha 8 till 256 tecken.",
    "hold more than whoever makes the key may do":
      "Nyckeln får inte kunna mer än du själv får göra. Be administratören skapa den.",
    "are of the active categories": "Välj bland kategorier som används.",
    "names something twice": "Samma sak står två gånger.",
    string_pattern_mismatch: "Skriv i den form som exemplet visar.",
    too_short: "Det här behövs: fyll i, eller välj minst en.",
    enum: "Välj något av det som finns.",
    literal_error: "Välj något av det som finns.",
    "is no address": "Det är ingen webbadress.",
    "begins with https://": "Adressen ska börja med https://.",
    "names a host, without user, password or fragment":
      "Skriv bara leverantörens adress, utan användare, lösenord eller #.",
    "are domains of the municipality":
      "En av domänerna är inte kommunens. Välj bland dem som användarnamnen slutar med.",
    "is a report's receipt number": "Ingen rapport har det kvittensnumret.",
    "is a unit of the municipality's own": "Välj en av kommunens egna enheter.",
  },
  codes: {
    overtaken:
      "Kontot har ändrats sedan dess, så inget är gjort. Neka, och låt någon be om det på nytt.",
    already_decided: "Det är redan avgjort, eller så har tiden gått ut.",
    own_act: "Någon annan än du behöver bekräfta det här.",
    not_confirmed: "Ingen har bekräftat det, eller så har tiden gått ut. Be om det igen.",
    username_taken: "Ett annat konto har redan det användarnamnet. Inget är ändrat.",
    last_admin:
      "Ingen annan är administratör utan slutdatum. Ge rollen till någon annan först. Inget är ändrat.",
    staff_without_end_date:
      "Organisationen har personal utan slutdatum. Ge dem slutdatum först. Inget är ändrat.",
    rule_exists: "En annan regel som gäller tar samma sak. Stäng den först. Inget är ändrat.",
    name_taken: "Namnet eller koden används redan av en annan. Inget är ändrat.",
    import_refused: "Ingenting är importerat. Rätta raderna nedan och försök igen.",
  },
  conflict: {
    title: "Någon annan hann ändra",
    lead: "Medan du skrev sparade någon annan en ändring. Välj vad som ska gälla för varje fält. Inget skrivs över innan du väljer.",
    mine: "Ditt",
    theirs: "Deras",
    save: "Spara det valda",
    take: "Behåll deras och släng mitt",
    same: "Ni har skrivit samma sak. Du kan spara.",
  },
  danger,
  pages: {
    setup: "Kontroll före start",
    people: "Personer",
    organisations: "Organisationer",
    areas: "Områden",
    sites: "Objekt",
    checkpoints: "Kontrollpunkter",
    categories: "Kategorier",
    tiles: "Rutor på telefonen",
    settings: "Kommunens inställningar",
    "retention-rules": "Gallringsregler",
    "legal-holds": "Undantag från gallring",
    "sign-in-settings": "Inloggning",
    devices: "Telefoner",
    keys: "API-nycklar",
    webhooks: "Webbhookar",
    confirmations: "Bekräftelser",
    permissions: "Roller och rättigheter",
    import: "Importera fil",
  },
  news: {
    people: "Ny person",
    organisations: "Ny organisation",
    areas: "Nytt område",
    sites: "Nytt objekt",
    checkpoints: "Ny kontrollpunkt",
    categories: "Ny kategori",
    tiles: "Nya rutor",
    keys: "Ny API-nyckel",
    "retention-rules": "Ny gallringsregel",
    "legal-holds": "Nytt undantag",
  },
  area: {
    map: "Karta att rita på",
    draw: "Klicka på kartan för varje hörn, eller dra ett hörn. Utan mus: skriv hörnen i listan.",
    corners: "Hörn, ett per rad: latitud, longitud",
    undo: "Ångra senaste hörnet",
    clear: "Rensa formen",
    parts: "Området har hål eller flera delar. Ändra formen genom att importera en fil.",
    badLine: (n: number) => `Rad ${n} är inte två tal.`,
    few: "Minst tre hörn behövs.",
    overlaps: "Överlappar",
    overlap: (name: string, m2: number) => `${name}: ${Math.round(m2)} m²`,
    crs: "Koordinater",
  },
  keys: {
    once: "Nyckeln visas bara nu. Kopiera den till systemet som ska ha den.",
    copy: "Kopiera",
    copied: "Kopierad.",
    revoke: "Spärra",
    ended: (name: string) => `Nyckeln ${name} är spärrad.`,
  },
  account: {
    title: "Inloggning",
    password: "Har lösenord i Ledljus.",
    noPassword: "Har inget lösenord i Ledljus.",
    factors: (n: number) =>
      n === 1 ? "Har 1 app eller passkey." : `Har ${n} appar eller passkeys.`,
    noFactors: "Har ingen app eller passkey.",
    reset: "Ta bort app och passkey",
    resetFollows: (name: string) =>
      `${name} loggas ut överallt, och appar, passkeys och återställningskoder slutar fungera. Gör det bara när du är säker på vem du talar med.`,
    resetDone:
      "App, passkey och återställningskoder är borttagna, och alla inloggningar avslutade.",
    signOut: "Avsluta alla inloggningar",
    signOutFollows: (name: string) =>
      `${name} loggas genast ut överallt. Rapporter som väntar på en telefon skickas ändå.`,
    signOutDone: "Alla inloggningar är avslutade.",
  },
  provider: {
    title: "Det här anges hos leverantören",
    lead: "Registrera Ledljus där med kod och PKCE (authorization code), och kopiera adresserna.",
    redirect: "Adress att komma tillbaka till (redirect URI)",
    afterLogout: "Adress efter utloggning (post-logout redirect URI)",
    backChannel: "Adress för utloggning i bakgrunden (back-channel logout URI)",
    hasSecret: "En klienthemlighet är sparad.",
    noSecret: "Ingen klienthemlighet är sparad.",
  },
  devices: {
    ended: (name: string) => `Telefonen ${name} är spärrad.`,
    waits: (reports: number, photos: number) =>
      [
        reports === 1 ? "1 rapport" : `${reports} rapporter`,
        photos && (photos === 1 ? "1 bild" : `${photos} bilder`),
      ]
        .filter(Boolean)
        .join(", "),
    lost: (at: string, reports: number) =>
      `${at}: ${reports === 1 ? "1 rapport" : `${reports} rapporter`} utan kvittens`,
    never: "Aldrig",
    persisted: "Skyddad",
    notPersisted: "Kan rensas av telefonen",
    unknown: "Okänt",
  },
  sites: { qr: "Skriv ut QR-skyltar (PDF)", points: "Kontrollpunkter på objektet" },
  ...fieldsSv,
  ...goingLiveSv,
};

export type AdminWords = Shape<typeof adminSv>;
