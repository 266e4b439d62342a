/** What keys do where incidents are listed, and where one is open. */
import type { DeskWords } from "../i18n/desk";
import type { DeskView } from "./filters";
import type { IncidentList } from "./incidents.svelte";
import { moveFocus, type Shortcut } from "./shortcuts.svelte";

export interface ListActs {
  search(): void;
  view(view: DeskView): void;
}

export function listKeys({ keys: say }: DeskWords, list: IncidentList, acts: ListActs): Shortcut[] {
  return [
    { key: "j", name: say.next, run: () => moveFocus(1, list.opened) },
    { key: "k", name: say.previous, run: () => moveFocus(-1, list.opened) },
    { key: "/", name: say.search, run: () => acts.search() },
    { key: "n", name: say.news, run: () => void (list.news && list.restart()) },
    { key: "1", name: say.list, run: () => acts.view("list") },
    { key: "2", name: say.map, run: () => acts.view("map") },
    { key: "3", name: say.table, run: () => acts.view("table") },
  ];
}

export interface DetailActs {
  beside(steps: number): void;
  back(): void;
  print(): void;
}

export function detailKeys({ keys: say }: DeskWords, acts: DetailActs): Shortcut[] {
  return [
    { key: "j", name: say.next, run: () => acts.beside(1) },
    { key: "k", name: say.previous, run: () => acts.beside(-1) },
    { key: "u", name: say.back, run: () => acts.back() },
    { key: "p", name: say.print, run: () => acts.print() },
  ];
}
