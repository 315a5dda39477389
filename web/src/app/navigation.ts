import {
  IconActivity,
  IconDroplets,
  IconHistory,
  IconKey,
  IconListDetails,
  IconPlug,
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
    ],
  },
  {
    label: "nav.people",
    doors: [
      { to: "/users", label: "nav.users", Icon: IconUsers, needs: "users:read" },
      { to: "/keys", label: "nav.keys", Icon: IconKey, needs: "keys:read" },
    ],
  },
  {
    label: "nav.system",
    doors: [{ to: "/audit", label: "nav.audit", Icon: IconHistory, needs: "audit:read" }],
  },
  {
    label: "nav.mine",
    doors: [
      { to: "/connect", label: "nav.connect", Icon: IconPlug },
      { to: "/my/keys", label: "nav.my-keys", Icon: IconKey },
      { to: "/my/requests", label: "nav.my-requests", Icon: IconListDetails },
    ],
  },
];

/** What that person sees of the map. */
export function visible(may: (permission: string) => boolean): readonly Wing[] {
  return WINGS.map((wing) => ({ ...wing, doors: wing.doors.filter((door) => !door.needs || may(door.needs)) })).filter(
    (wing) => wing.doors.length > 0,
  );
}
