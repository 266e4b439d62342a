/** Own line drawings on a 24 × 24 grid, one path each; categories name them in the register. */
const DRAWN = {
  // Categories
  hammer: "M13 6l5 5M4 20l9-9M11 8l4-4 5 5-4 4zM2 18l4 4",
  "spray-can": "M8 9h7v12H8zM9.5 9V5.5h4V9M17 4h.01M20 3h.01M20 6h.01M8 14h7",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6",
  megaphone: "M3 10v4h4l9 5V5L7 10zM19.5 9a4 4 0 0 1 0 6M7 14l1.5 6H11l-1-5",
  volume: "M3 10v4h4l5 4V6L7 10zM15.5 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
  crowd:
    "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3 20v-2a5 5 0 0 1 5-5h2a5 5 0 0 1 5 5v2M16 5.5a3 3 0 0 1 0 5M17.5 14a5 5 0 0 1 3.5 4.5V20",
  alert: "M12 3l10 18H2zM12 9.5v5.5M12 18h.01",
  bag: "M5 8h14l1 13H4zM8.5 8V7a3.5 3.5 0 0 1 7 0v1M9 13l6 4M15 13l-6 4",
  "door-broken": "M6 21V3h12v18M3 21h18M12 3l-2 5 4 3-3 4 2 6",
  pill: "M10 4.5a4.2 4.2 0 0 1 6 0l3.5 3.5a4.2 4.2 0 0 1-6 6L7.5 8a4.2 4.2 0 0 1 2.5-3.5M13.5 14L16.5 5M4 15l5 5M9 15l-5 5",
  flame: "M12 2c1 4 6 6 6 12a6 6 0 0 1-12 0c0-3 2-4 2-7 2 1 3 2 3 4 1-2 2-5 1-9z",
  car: "M3 16v-4l2-1 2-5h10l2 5 2 1v4zM3 16v3h3v-3M18 16v3h3v-3M6 11h12M7 13.5h.01M17 13.5h.01",
  parking: "M4 3h16v18H4zM9.5 17V7H13a3 3 0 0 1 0 6H9.5",
  "eye-off":
    "M3 3l18 18M6.5 6.8C4.5 8 3 10 2 12c2 4 6 7 10 7 1.7 0 3.3-.5 4.7-1.3M10 5.2C10.6 5.1 11.3 5 12 5c4 0 8 3 10 7-.6 1.2-1.4 2.3-2.3 3.2M10 10a3 3 0 0 0 4 4",
  lamp: "M9 3h6l4 9H5zM12 12v9M8 21h8M8.5 15v2",
  "door-open": "M3 21h18M6 21V4h8M14 4l5-2v21l-5-2zM16.5 12h.01",
  chat: "M3 4h18v13H11l-5 4v-4H3zM8 9h8M8 12.5h5",
  hand: "M7 12V6a1.5 1.5 0 0 1 3 0v5-7a1.5 1.5 0 0 1 3 0v7-6a1.5 1.5 0 0 1 3 0v7-3a1.5 1.5 0 0 1 3 0v6a6 6 0 0 1-6 6h-1a6 6 0 0 1-5-3l-3.5-5.5a1.6 1.6 0 0 1 2.5-2z",
  heart:
    "M12 21C7 17 3 13.5 3 9a4.5 4.5 0 0 1 9-1.5A4.5 4.5 0 0 1 21 9c0 4.5-4 8-9 12zM3.5 12H9l2-3 2 5 1.5-2h6",
  dots: "M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20M7.5 12h.01M12 12h.01M16.5 12h.01",
  list: "M4 5h16v15H4zM8 9.5h8M8 12.5h8M8 15.5h5",
  // States
  check: "M4 12.5l5.5 5.5L20 6.5",
  sending: "M12 21V4M5 11l7-7 7 7",
  offline:
    "M12 3a9 9 0 0 1 4 .9M19.2 6.6A9 9 0 0 1 21 12M20 16a9 9 0 0 1-4 4M12 21a9 9 0 0 1-4-.9M4.8 17.4A9 9 0 0 1 3 12M4 8a9 9 0 0 1 4-4",
  lock: "M5 11h14v10H5zM8 11V7.5a4 4 0 0 1 8 0V11M12 15v2",
  mark: "M12 3v12M12 20h.01",
  block: "M4 4h16v16H4zM12 8v5M12 16.5h.01",
  phone: "M7 2h10v20H7zM11 18.5h2",
  // Acts and things
  camera: "M3 7h4l2-3h6l2 3h4v13H3zM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8",
  pin: "M12 22c-4-5-7-8.5-7-12a7 7 0 0 1 14 0c0 3.5-3 7-7 12zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5",
  map: "M3 6l6-3 6 3 6-3v15l-6 3-6-3-6 3zM9 3v15M15 6v15",
  target: "M12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14M12 2v5M12 17v5M2 12h5M17 12h5",
  text: "M4 20l1-4L16.5 4.5l3 3L8 19zM14 7l3 3",
  building: "M5 21V4h10v17M15 10h4v11M3 21h18M8.5 8h3M8.5 12h3M8.5 16h3",
  person: "M12 12a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M4 21a8 8 0 0 1 16 0",
  back: "M20 12H4M11 5l-7 7 7 7",
  close: "M5 5l14 14M19 5L5 19",
  menu: "M4 6h16M4 12h16M4 18h16",
  more: "M9 5l7 7-7 7",
} as const;

export type IconName = keyof typeof DRAWN;

/** The drawing for a name from the register; an unknown one gets the three dots. */
export function drawing(name: string): string {
  return name in DRAWN ? DRAWN[name as IconName] : DRAWN.dots;
}

/** Every drawing's name, for who chooses one. */
export const iconNames = (): string[] => Object.keys(DRAWN);
