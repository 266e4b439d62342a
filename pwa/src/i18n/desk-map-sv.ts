/** The desk's map, in Swedish. */
export const mapSv = {
  map: {
    label: "Karta över händelser. Piltangenterna flyttar, plus och minus zoomar.",
    closer: "Närmare",
    farther: "Längre bort",
    whole: "Hela kommunen",
    limit: "Begränsa till kartbilden",
    legend: "Teckenförklaring",
    cluster: (n: number) => `${n} händelser, tryck för att zooma`,
    clusterName: "Flera händelser, med antal",
    inView: (n: number, more: boolean) =>
      more
        ? `De ${n} senaste i kartbilden. Snäva in urvalet för att se fler.`
        : `${n} i kartbilden`,
    twin: (n: number) => `Händelser i kartbilden, de ${n} senaste`,
    unplaced: "Händelser utan plats på kartan finns i listan.",
    police:
      "Polisens händelser har bara ortens mittpunkt och visas därför i listan, inte på kartan.",
    noTiles: "Kartbakgrunden kan inte hämtas. Områden och händelser visas ändå.",
    noAreas: "Kommunens områden är inte inlagda än. Händelserna visas ändå.",
  },
};
