/** Imports, the check before a municipality begins, and roles with their permissions, in Swedish. */
import type { components } from "../api/schema";

/** Every permission of the contract: a new one needs its words here. */
type Permission = components["schemas"]["KeyPut"]["scopes"][number];

export const goingLiveSv = {
  imports: {
    lead: {
      areas: "En GeoJSON-fil i WGS 84 eller SWEREF 99 TM. Varje område har ett namn (name).",
      sites:
        "En CSV-fil (; eller ,) eller GeoJSON. Kolumner: namn, typ, adress, lat, lon (eller nord, öst i SWEREF 99 TM), instruktion, förväntat läge, kontrollpunkt, kod. En rad per kontrollpunkt.",
    },
    keeps:
      "Först visas vad som skulle ändras. Är något fel importeras ingenting. Det som inte står i filen ligger kvar.",
    file: "Fil",
    acts: { added: "Ny", changed: "Ändras", unchanged: "Oförändrad" },
    act: "Vad som händer",
    points: "Kontrollpunkter",
    run: (n: number) => (n === 1 ? "Importera 1 rad" : `Importera ${n} rader`),
    done: (n: number) => (n === 1 ? "1 rad är importerad." : `${n} rader är importerade.`),
    moved:
      "Registret har ändrats sedan provet. Filen har provats igen: se efter och importera sedan.",
    place: "Var",
    fault: "Fel",
    line: (n: number) => `Rad ${n}`,
    feature: (n: number) => `Objekt ${n} i filen`,
    column: (n: number) => `kolumn ${n}`,
    names: {
      file: "filen",
      line: "raden",
      position: "läget",
      checkpoint: "kontrollpunkten",
      crs: "koordinatsystemet",
      geometry: "formen",
    },
    reasons: {
      "is not a number": "Skriv ett tal.",
      "is none of the words we know": "Ordet är inte ett av dem som Ledljus känner till.",
      "is used twice": "Namnet står två gånger.",
      "is used twice, and the line names no checkpoint":
        "Objektet står två gånger, och raden har ingen kontrollpunkt.",
      "is another than on the site's first line": "Står annorlunda på objektets första rad.",
      "is another checkpoint's": "Koden tillhör en annan kontrollpunkt.",
      "belongs to no checkpoint": "Raden har en kod men ingen kontrollpunkt.",
      "ends with a check sign that does not fit: leave it out, and one is made":
        "Kodens sista tecken stämmer inte. Lämna koden tom, så skapas en.",
      "has no column": "Kolumnen saknas.",
      "has two columns": "Kolumnen finns två gånger.",
      "has a heading that is none of ours": "Rubriken är inte en av dem som beskrivs ovan.",
      "has more cells than the heading": "Raden har fler fält än rubriken.",
      "has no sites": "Filen har inga objekt.",
      "is not JSON": "Filen går inte att läsa.",
      "is not a GeoJSON FeatureCollection with features":
        "Filen är inte en GeoJSON FeatureCollection.",
      "is in none of the reference systems EPSG:4326 and EPSG:3006":
        "Bara WGS 84 (EPSG:4326) och SWEREF 99 TM (EPSG:3006) går att läsa.",
      "has coordinates outside SWEREF 99 TM (easting first)":
        "Koordinaterna ligger utanför SWEREF 99 TM. Öst och nord kan ha bytt plats.",
      "has coordinates outside WGS84 degrees (longitude first)":
        "Koordinaterna ligger utanför WGS 84. Latitud och longitud kan ha bytt plats.",
      "is neither Polygon nor MultiPolygon, or empty": "Ett område är en polygon.",
      "is not a GeoJSON geometry": "Formen saknas eller går inte att läsa.",
      greater_than_equal: "Talet är för litet.",
      less_than_equal: "Talet är för stort.",
    },
  },
  setup: {
    lead: "Det här behöver finnas innan ni börjar.",
    states: { ok: "Klart", missing: "Saknas", unknown: "Kan inte kontrolleras här" },
    fix: "Åtgärda",
    others: "Görs av tekniska kontoret",
    checks: {
      areas: "Områden",
      areas_apart: "Områden som inte överlappar",
      sites: "Objekt",
      categories: "Kategorier som används",
      admins: "Minst två administratörer utan slutdatum",
      coordinators: "Trygghetssamordnare eller fältsekreterare",
      operators: "Larmoperatörer",
      field_staff: "Värdar, väktare eller ordningsvakter",
      duty_phone: "Vakthavandes nummer",
      numbers: "Nummer att ringa",
      hours: "Nattknappens tider",
      cadence: "Hur ofta EST rapporterar",
      retention: "Gallringsbeslut",
      receivers: "Mottagare för överlämning",
      phones: "Telefoner som är anslutna",
      smtp: "E-post ut (LEDLJUS_SMTP_HOST)",
      https: "Adress med https (LEDLJUS_PUBLIC_URL)",
      worker: "Arbetsprocessen är igång (ledljus worker)",
      backup: "Säkerhetskopiering av databas, filer och hemlighet (README, Deploy)",
    },
  },
  permissions: {
    lead: "Tabellen är densamma som servern bestämmer efter.",
    may: "Får",
    mayNot: "Får inte",
    names: {
      "alarms.write": "Larma",
      "devices.enrol": "Ansluta sin telefon",
      "devices.manage": "Spärra telefoner",
      "devices.read": "Se telefoner och vad som väntar på dem",
      "factors.write": "Sköta sin egen inloggning",
      "field_kit.read": "Läsa register till telefonen",
      "incidents.fix": "Åtgärda fel på platser",
      "incidents.manage": "Tilldela och lämna över",
      "incidents.read": "Läsa händelser",
      "incidents.read_all": "Läsa allas händelser",
      "incidents.read_faults": "Läsa fel på platser",
      "incidents.read_text": "Läsa fritext och bilder",
      "incidents.write": "Rapportera",
      "integrations.read": "Läsa kopplingar till andra system",
      "integrations.write": "Ändra kopplingar till andra system",
      "journal.read": "Följa journalen",
      "keys.write": "Skapa API-nycklar",
      "ogc.read": "Läsa kartlager (OGC)",
      "organisations.write": "Ändra organisationer",
      "people.write": "Ändra personer och roller",
      "places.write": "Ändra områden och objekt",
      "quarantine.review": "Granska karantän",
      "settings.write": "Ändra inställningar",
      session: "Se sin inloggning",
      "views.write": "Spara egna vyer",
      signed_in: "Vara inloggad",
    } satisfies Record<Exclude<Permission, "public">, string>,
  },
};
