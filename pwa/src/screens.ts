/** Every screen of the app: one line each. Field screens are in the first load, the rest are fetched. */
import type { Component } from "svelte";
import Home from "./features/home/Home.svelte";
import Report from "./features/report/Report.svelte";
import OwnReport from "./features/reports/OwnReport.svelte";
import SignIn from "./session/SignIn.svelte";

/** A screen that shows one thing takes its `id`, the last part of the address; others take nothing. */
export type View = Component<any>;

export interface Screen {
  /** Matches path + "#" + hash; the first group is the id. */
  at: RegExp;
  show?: View;
  fetch?: () => Promise<{ default: View }>;
  /** Only for those who may write reports. */
  writes?: boolean;
}

export const screens: readonly Screen[] = [
  { at: /^\/#$/, show: Home, writes: true },
  { at: /^\/#report\/(.+)$/, show: Report, writes: true },
  { at: /^\/#reports$/, fetch: () => import("./features/reports/OwnReports.svelte") },
  { at: /^\/#reports\/(.+)$/, show: OwnReport },
  { at: /^\/#menu$/, fetch: () => import("./features/settings/Menu.svelte") },
  {
    at: /^\/#checkpoint\/(.+)$/,
    fetch: () => import("./features/checkpoint/Checkpoint.svelte"),
    writes: true,
  },
  { at: /^\/#emergency$/, fetch: () => import("./features/emergency/Emergency.svelte") },
  { at: /^\/#sign-out$/, fetch: () => import("./features/shift/EndShift.svelte") },
  { at: /^\/#pin$/, fetch: () => import("./session/pin/SetPin.svelte"), writes: true },
  { at: /^\/#help$/, fetch: () => import("./features/guide/Help.svelte") },
  { at: /^\/#phone$/, fetch: () => import("./features/guide/Install.svelte") },
  { at: /^\/#my-data$/, fetch: () => import("./features/guide/MyData.svelte") },
  { at: /^\/#security$/, fetch: () => import("./features/security/Security.svelte") },
  { at: /^\/#sign-in$/, show: SignIn },
  { at: /^\/lagesbild\/?#$/, fetch: () => import("./situation/SituationScreen.svelte") },
  { at: /^\/desk\/?#$/, fetch: () => import("./desk/IncidentsScreen.svelte") },
  { at: /^\/desk\/triage#$/, fetch: () => import("./desk/work/TriageScreen.svelte") },
  { at: /^\/desk\/quarantine#$/, fetch: () => import("./desk/work/QuarantineScreen.svelte") },
  { at: /^\/desk\/incidents\/([^/]+)#$/, fetch: () => import("./desk/IncidentScreen.svelte") },
  { at: /^\/admin\/webhooks\/?#$/, fetch: () => import("./admin/webhooks/WebhooksScreen.svelte") },
  {
    at: /^\/admin\/webhooks\/([^/]+)#$/,
    fetch: () => import("./admin/webhooks/WebhookScreen.svelte"),
  },
  { at: /^\/admin\/?#$/, fetch: () => import("./admin/SetupScreen.svelte") },
  {
    at: /^\/admin\/confirmations#$/,
    fetch: () => import("./admin/confirmations/ConfirmationsScreen.svelte"),
  },
  { at: /^\/admin\/permissions#$/, fetch: () => import("./admin/PermissionsScreen.svelte") },
  { at: /^\/admin\/import\/(areas|sites)#$/, fetch: () => import("./admin/ImportScreen.svelte") },
  { at: /^\/admin\/([a-z-]+)#$/, fetch: () => import("./admin/RegisterScreen.svelte") },
  { at: /^\/admin\/([a-z-]+\/[^/]+)#$/, fetch: () => import("./admin/RowScreen.svelte") },
];

/** The screen at an address with the id in it; undefined when no screen lives there. */
export function screenAt(path: string, hash: string): { screen: Screen; id: string } | undefined {
  for (const screen of screens) {
    const match = screen.at.exec(`${path}#${hash}`);
    if (match) return { screen, id: decodeURIComponent(match[1] ?? "") };
  }
  return undefined;
}
