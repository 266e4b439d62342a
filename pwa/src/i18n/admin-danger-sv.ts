/** Swedish of what follows from acts that are asked about first. */
export const danger = {
  title: "Är du säker?",
  disable: (name: string) =>
    `${name} kan inte längre logga in. Rapporter som finns på personens telefon går inte att skicka därifrån.`,
  admin: (name: string) =>
    `${name || "Det nya kontot"} är eller blir administratör. Finns det en annan administratör behöver den bekräfta ändringen först.`,
  newRoles: (name: string) => `${name} får genast göra det som rollerna ger rätt till.`,
  roles: (name: string) => `${name} förlorar genast rätten att göra det som rollerna gav.`,
  close: (name: string) =>
    `${name} försvinner ur listor och telefoner. Gamla rapporter har kvar det.`,
  key: (name: string) =>
    `Systemet som använder nyckeln ${name} slutar fungera genast. En nyckel som är spärrad kan inte öppnas igen.`,
  phone: (name: string) =>
    `Telefonen ${name} spärras för alla som använt den. Rapporter som bara finns på den kan inte skickas därifrån, men ligger kvar och kan exporteras.`,
  provider: () =>
    "De som loggar in med kommunens konto kommer inte in förrän en inloggning är inställd igen. Se till att minst en administratör har lösenord.",
  factors: () => "Den eller de rollerna kan sedan logga in med bara lösenord.",
  erase: () =>
    "Det som är äldre gallras inom en timme och kan inte återskapas. Kontrollera dagarna mot beslutet.",
  release: () => "Rapporten gallras så snart en regel säger det. Det kan inte göras ogjort.",
  form: "Formen som du har ritat ersätts.",
};
