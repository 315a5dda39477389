import { Center, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  type RouteComponent,
  redirect,
} from "@tanstack/react-router";
import { SignInPage } from "@/features/signin/SignInPage";
import { api } from "@/lib/api/client";
import { parseFilters, writeFilters } from "@/lib/filters";
import { sessionQuery, useMay } from "@/lib/session";
import { ErrorNote } from "@/ui/Notes";
import { NotHere } from "./NotHere";
import { Shell } from "./Shell";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotHere });

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("@/features/setup/SetupPage"), "SetupPage"),
});

/** Whoever isn't signed in sees the sign-in, whatever the address; after it, the page that was asked for. */
function Gatekeeper() {
  const session = useQuery(sessionQuery);
  if (session.data) return <Shell session={session.data} />;
  if (session.error) return <ErrorNote error={session.error} retry={() => void session.refetch()} />;
  if (session.isPending) {
    return (
      <Center h="100vh">
        <Loader type="dots" />
      </Center>
    );
  }
  return <SignInPage />;
}

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  component: Gatekeeper,
  beforeLoad: async ({ location }) => {
    if (location.pathname === "/" && (await api("get", "/setup").catch(() => null))?.needed)
      throw redirect({ to: "/setup" });
  },
});

interface PageRoute {
  path: string;
  needs?: string;
  component: RouteComponent;
}

function Guard({ path, needs, component: Page }: PageRoute) {
  const may = useMay();
  if (!needs || may(needs)) return <Page />;
  return path === "/" ? <Navigate to="/connect" /> : <NotHere />;
}

/** Roles decide what is shown; the server decides what is allowed. */
function guarded(page: PageRoute) {
  return createRoute({ getParentRoute: () => inside, path: page.path, component: () => <Guard {...page} /> });
}

const PAGES: readonly PageRoute[] = [
  {
    path: "/",
    needs: "system:read",
    component: lazyRouteComponent(() => import("@/features/overview/OverviewPage"), "OverviewPage"),
  },
  {
    path: "/accounts",
    needs: "accounts:read",
    component: lazyRouteComponent(() => import("@/features/accounts/AccountsPage"), "AccountsPage"),
  },
  {
    path: "/requests",
    needs: "requests:read",
    component: lazyRouteComponent(() => import("@/features/requests/RequestsPage"), "RequestsPage"),
  },
  {
    path: "/requests/$id",
    needs: "requests:read",
    component: lazyRouteComponent(() => import("@/features/requests/RequestPage"), "RequestPage"),
  },
  {
    path: "/my/requests",
    component: lazyRouteComponent(() => import("@/features/requests/OwnRequestsPage"), "OwnRequestsPage"),
  },
  {
    path: "/my/requests/$id",
    component: lazyRouteComponent(() => import("@/features/requests/OwnRequestPage"), "OwnRequestPage"),
  },
  {
    path: "/keys",
    needs: "keys:read",
    component: lazyRouteComponent(() => import("@/features/keys/KeysPage"), "KeysPage"),
  },
  { path: "/connect", component: lazyRouteComponent(() => import("@/features/connect/ConnectPage"), "ConnectPage") },
  { path: "/my/keys", component: lazyRouteComponent(() => import("@/features/keys/OwnKeysPage"), "OwnKeysPage") },
  {
    path: "/users",
    needs: "users:read",
    component: lazyRouteComponent(() => import("@/features/users/UsersPage"), "UsersPage"),
  },
  {
    path: "/groups",
    needs: "groups:read",
    component: lazyRouteComponent(() => import("@/features/groups/GroupsPage"), "GroupsPage"),
  },
  {
    path: "/lab",
    needs: "accounts:read",
    component: lazyRouteComponent(() => import("@/features/lab/LabPage"), "LabPage"),
  },
  {
    path: "/audit",
    needs: "audit:read",
    component: lazyRouteComponent(() => import("@/features/audit/AuditPage"), "AuditPage"),
  },
  {
    path: "/usage",
    needs: "usage:read",
    component: lazyRouteComponent(() => import("@/features/usage/UsagePage"), "UsagePage"),
  },
  { path: "/my/usage", component: lazyRouteComponent(() => import("@/features/usage/OwnUsagePage"), "OwnUsagePage") },
  { path: "/profile", component: lazyRouteComponent(() => import("@/features/profile/ProfilePage"), "ProfilePage") },
  {
    path: "/tokens",
    needs: "tokens:read",
    component: lazyRouteComponent(() => import("@/features/tokens/TokensPage"), "TokensPage"),
  },
  {
    path: "/ledger",
    needs: "money:read",
    component: lazyRouteComponent(() => import("@/features/ledger/LedgerPage"), "LedgerPage"),
  },
  {
    path: "/plans",
    needs: "prices:read",
    component: lazyRouteComponent(() => import("@/features/plans/PlansPage"), "PlansPage"),
  },
  {
    path: "/prices",
    needs: "prices:read",
    component: lazyRouteComponent(() => import("@/features/prices/PricesPage"), "PricesPage"),
  },
  {
    path: "/proxies",
    needs: "accounts:read",
    component: lazyRouteComponent(() => import("@/features/proxies/ProxiesPage"), "ProxiesPage"),
  },
];

export const router = createRouter({
  routeTree: root.addChildren([setup, inside.addChildren(PAGES.map(guarded))]),
  basepath: "/console",
  parseSearch: parseFilters,
  stringifySearch: writeFilters,
  defaultPreload: "intent",
});
