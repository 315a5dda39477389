import {
  IconActivity,
  IconAppWindow,
  IconBell,
  IconChartBar,
  IconCoins,
  IconDroplets,
  IconFlask,
  IconGauge,
  IconGift,
  IconHistory,
  IconHome,
  IconKey,
  IconListDetails,
  IconMessage,
  IconPlug,
  IconReceipt,
  IconRepeat,
  IconRobot,
  IconRoute,
  IconServer,
  IconSettings,
  IconTicket,
  IconUser,
  IconUsers,
  IconUsersGroup,
  IconWebhook,
} from "@tabler/icons-react";

export interface Door {
  to: string;
  label: string;
  Icon: typeof IconKey;
  /** Who sees it; absent = everybody signed in. */
  needs?: string;
}

export interface Wing {
  label: string;
  doors: readonly Door[];
}

/** The map of the console; what has no API has no door. */
export const WINGS: readonly Wing[] = [
  {
    label: "nav.now",
    doors: [
      { to: "/", label: "nav.overview", Icon: IconActivity, needs: "system:read" },
      { to: "/requests", label: "nav.requests", Icon: IconListDetails, needs: "requests:read" },
      { to: "/alerts", label: "nav.alerts", Icon: IconBell, needs: "alerts:read" },
    ],
  },
  {
    label: "nav.pool",
    doors: [
      { to: "/accounts", label: "nav.accounts", Icon: IconDroplets, needs: "accounts:read" },
      { to: "/groups", label: "nav.groups", Icon: IconUsersGroup, needs: "groups:read" },
      { to: "/proxies", label: "nav.proxies", Icon: IconRoute, needs: "accounts:read" },
      { to: "/lab", label: "nav.lab", Icon: IconFlask, needs: "accounts:read" },
    ],
  },
  {
    label: "nav.people",
    doors: [
      { to: "/users", label: "nav.users", Icon: IconUsers, needs: "users:read" },
      { to: "/keys", label: "nav.keys", Icon: IconKey, needs: "keys:read" },
      { to: "/plans", label: "nav.plans", Icon: IconTicket, needs: "prices:read" },
      { to: "/subscriptions", label: "nav.subscriptions", Icon: IconRepeat, needs: "money:read" },
      { to: "/codes", label: "nav.codes", Icon: IconGift, needs: "money:read" },
    ],
  },
  {
    label: "nav.money",
    doors: [
      { to: "/usage", label: "nav.usage", Icon: IconChartBar, needs: "usage:read" },
      { to: "/prices", label: "nav.prices", Icon: IconCoins, needs: "prices:read" },
      { to: "/ledger", label: "nav.ledger", Icon: IconReceipt, needs: "money:read" },
      { to: "/budgets", label: "nav.budgets", Icon: IconGauge, needs: "money:read" },
    ],
  },
  {
    label: "nav.system",
    doors: [
      { to: "/pages", label: "nav.pages", Icon: IconAppWindow, needs: "settings:read" },
      { to: "/announcements", label: "nav.announcements", Icon: IconMessage, needs: "announcements:read" },
      { to: "/webhooks", label: "nav.webhooks", Icon: IconWebhook, needs: "webhooks:read" },
      { to: "/settings", label: "nav.settings", Icon: IconSettings, needs: "settings:read" },
      { to: "/tokens", label: "nav.tokens", Icon: IconRobot, needs: "tokens:read" },
      { to: "/audit", label: "nav.audit", Icon: IconHistory, needs: "audit:read" },
      { to: "/nodes", label: "nav.nodes", Icon: IconServer, needs: "system:read" },
    ],
  },
];

/** What is one's own, for those who run Headgate as well; its start is another page than theirs. */
const OWN: Wing = {
  label: "nav.mine",
  doors: [
    { to: "/my", label: "nav.home", Icon: IconHome },
    { to: "/connect", label: "nav.connect", Icon: IconPlug },
    { to: "/my/keys", label: "nav.my-keys", Icon: IconKey },
    { to: "/my/usage", label: "nav.my-usage", Icon: IconChartBar },
    { to: "/my/requests", label: "nav.my-requests", Icon: IconListDetails },
    { to: "/my/plan", label: "nav.plan", Icon: IconTicket },
    { to: "/profile", label: "nav.profile", Icon: IconUser },
  ],
};

/** The same for those to whom it is all there is. */
const USER: Wing = {
  label: "nav.mine",
  doors: [
    { to: "/", label: "nav.home", Icon: IconHome },
    { to: "/connect", label: "nav.connect", Icon: IconPlug },
    { to: "/my/keys", label: "nav.keys", Icon: IconKey },
    { to: "/my/usage", label: "nav.usage", Icon: IconChartBar },
    { to: "/my/requests", label: "nav.requests", Icon: IconListDetails },
    { to: "/my/plan", label: "nav.plan", Icon: IconTicket },
  ],
};

/** The doors of the bar at a phone's foot, the first four that are there. */
const FOOT = ["/", "/requests", "/accounts", "/users", "/usage", "/connect", "/my/keys", "/my/requests", "/my/plan"];

/** What that person sees of the map. */
export function visible(may: (permission: string) => boolean): readonly Wing[] {
  const wings = WINGS.map((wing) => ({
    ...wing,
    doors: wing.doors.filter((door) => !door.needs || may(door.needs)),
  })).filter((wing) => wing.doors.length > 0);
  return wings.length > 0 ? [...wings, OWN] : [USER];
}

export function foot(may: (permission: string) => boolean): readonly Door[] {
  const doors = visible(may).flatMap((wing) => wing.doors);
  return FOOT.flatMap((to) => doors.filter((door) => door.to === to)).slice(0, 4);
}

/** The door that stands open at an address: the one that says most of it. */
export function openDoor(may: (permission: string) => boolean, pathname: string): string | undefined {
  return visible(may)
    .flatMap((wing) => wing.doors.map((door) => door.to))
    .filter((to) => pathname === to || (to !== "/" && pathname.startsWith(`${to}/`)))
    .sort((one, other) => other.length - one.length)[0];
}
