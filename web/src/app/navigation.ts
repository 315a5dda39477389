import {
  IconActivity,
  IconChartBar,
  IconCoins,
  IconDroplets,
  IconFlask,
  IconHistory,
  IconKey,
  IconListDetails,
  IconPlug,
  IconReceipt,
  IconRobot,
  IconRoute,
  IconTicket,
  IconUser,
  IconUsers,
  IconUsersGroup,
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
    ],
  },
  {
    label: "nav.money",
    doors: [
      { to: "/usage", label: "nav.usage", Icon: IconChartBar, needs: "usage:read" },
      { to: "/prices", label: "nav.prices", Icon: IconCoins, needs: "prices:read" },
      { to: "/ledger", label: "nav.ledger", Icon: IconReceipt, needs: "money:read" },
    ],
  },
  {
    label: "nav.system",
    doors: [
      { to: "/tokens", label: "nav.tokens", Icon: IconRobot, needs: "tokens:read" },
      { to: "/audit", label: "nav.audit", Icon: IconHistory, needs: "audit:read" },
    ],
  },
  {
    label: "nav.mine",
    doors: [
      { to: "/connect", label: "nav.connect", Icon: IconPlug },
      { to: "/my/keys", label: "nav.my-keys", Icon: IconKey },
      { to: "/my/requests", label: "nav.my-requests", Icon: IconListDetails },
      { to: "/my/usage", label: "nav.my-usage", Icon: IconChartBar },
      { to: "/profile", label: "nav.profile", Icon: IconUser },
    ],
  },
];

/** What that person sees of the map. */
export function visible(may: (permission: string) => boolean): readonly Wing[] {
  return WINGS.map((wing) => ({ ...wing, doors: wing.doors.filter((door) => !door.needs || may(door.needs)) })).filter(
    (wing) => wing.doors.length > 0,
  );
}
