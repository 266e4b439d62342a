/** Swedish of the confirmations' page: what one person asks for and another confirms. */
import type { Shape } from "./sv";

export const adminConfirmationsSv = {
  title: "Bekräftelser",
  lead: "Det som kan göra stor skada gör ingen ensam. En begäran gäller i ett dygn. Det som är avgjort står kvar.",
  none: "Ingen har bett om något.",
  more: "Visa fler",
  acts: {
    "person.change": (name: string) => `Ändra kontot ${name}`,
    "person.reset_factors": (name: string) => `Ta bort app och passkey för ${name}`,
    "webhook.rotate": (name: string) => `Ny hemlighet för webbhooken ${name}`,
    "incidents.export": () => "Hämta händelser som fil",
  },
  states: {
    waiting: "Väntar på någon annan",
    confirmed: "Bekräftad, inte gjord än",
    refused: "Nekad",
    done: "Gjord",
    expired: "Tiden gick ut",
  },
  yours: "Väntar på dig",
  roles: (before: string, after: string) => `Roller: ${before} → ${after}`,
  noRoles: "inga",
  endsOn: (day: string) => `Slutdatum: ${day}`,
  disabled: "Kontot stängs.",
  passwordSet: "Kontot får ett nytt lösenord.",
  overlap: (hours: number) => `Den gamla hemligheten gäller ${hours} timmar till.`,
  filters: (text: string) => `Urval: ${text}`,
  everything: "alla händelser som personen får se",
  reason: (text: string) => `Skäl: ${text}`,
  asked: (who: string, when: string) => `${who} bad om det ${when}`,
  until: (when: string) => `Gäller till ${when}`,
  decided: (who: string, when: string) => `Avgjort av ${who} ${when}`,
  refusal: (text: string) => `Skäl till nej: ${text}`,
  somebody: "Någon",
  confirm: "Bekräfta",
  refuse: "Neka",
  takeBack: "Ta tillbaka",
  refuseFollows: "Inget ändras. Den som bad om det ser ditt skäl.",
  goOn: "Gå vidare",
  overtaken:
    "Kontot har ändrats sedan dess, så inget är gjort. Neka, och låt någon be om det på nytt.",
  decidedAlready: "Det är redan avgjort, eller så har tiden gått ut. Listan är hämtad på nytt.",
};

export type AdminConfirmationsWords = Shape<typeof adminConfirmationsSv>;
