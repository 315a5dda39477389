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
  useSearch,
} from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { afterPaint } from "@/lib/afterPaint";
import { api } from "@/lib/api/client";
import { parseFilters, writeFilters } from "@/lib/filters";
import { sessionQuery, useMay } from "@/lib/session";
import { Mark } from "@/ui/Mark";
import { ErrorNote } from "@/ui/Notes";
import { NotHere } from "./NotHere";

const BASE = "/console";

// apart, since whoever signs in needs one before the other, and whoever is signed in only one
const SignInPage = lazy(() =>
  import("@/features/signin/SignInPage").then((module) => ({ default: module.SignInPage })),
);
const loadShell = () => import("./Shell");
const Shell = lazy(() => loadShell().then((module) => ({ default: module.Shell })));

/** The same as in index.html: what stands before the script does goes on standing until there is something to show. */
function Waiting() {
  return (
    <div className="hg-opening">
      <Mark size={40} />
    </div>
  );
}

const root = createRootRoute({ component: Outlet, notFoundComponent: NotHere });

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("@/features/setup/SetupPage"), "SetupPage"),
});

/** Pages for strangers: what letters and other sites lead to. */
const OUTSIDE: readonly { path: string; component: RouteComponent }[] = [
  { path: "/sign-in", component: AtSignIn },
  { path: "/register", component: lazyRouteComponent(() => import("@/features/signin/RegisterPage"), "RegisterPage") },
  {
    path: "/invitation",
    component: lazyRouteComponent(() => import("@/features/signin/InvitationPage"), "InvitationPage"),
  },
  {
    path: "/forgot-password",
    component: lazyRouteComponent(() => import("@/features/signin/PasswordPages"), "ForgotPage"),
  },
  {
    path: "/reset-password",
    component: lazyRouteComponent(() => import("@/features/signin/PasswordPages"), "ResetPage"),
  },
  {
    path: "/confirm-email",
    component: lazyRouteComponent(() => import("@/features/signin/ConfirmEmailPage"), "ConfirmEmailPage"),
  },
];

const outside = OUTSIDE.map((page) => createRoute({ getParentRoute: () => root, ...page }));

/** The sign-in by its own address; whoever is signed in goes on to the start, or to the profile to see why a link failed. */
function AtSignIn() {
  const session = useQuery(sessionQuery);
  const { error } = useSearch({ strict: false }) as { error?: string };
  if (session.data) return error ? <Navigate to="/profile" search={{ error } as never} /> : <Navigate to="/" />;
  return (
    <Suspense fallback={<Waiting />}>
      <SignInPage />
    </Suspense>
  );
}

/** Whoever isn't signed in sees the sign-in, whatever the address; after it, the page that was asked for. */
function Gatekeeper() {
  const session = useQuery(sessionQuery);
  if (session.error && !session.data) return <ErrorNote error={session.error} retry={() => void session.refetch()} />;
  if (session.isPending) return <Waiting />;
  return <Suspense fallback={<Waiting />}>{session.data ? <Shell session={session.data} /> : <SignInPage />}</Suspense>;
}

let setUp: Promise<boolean> | null = null;

/** Whether this Headgate waits to be set up; asked until it doesn't, which is for good. */
async function setUpNeeded(): Promise<boolean> {
  setUp ??= api("get", "/setup").then(({ needed }) => needed);
  try {
    if (!(await setUp)) return false;
  } catch {
    setUp = null;
    return false;
  }
  setUp = null;
  return true;
}

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  component: Gatekeeper,
  beforeLoad: async ({ location }) => {
    if (location.pathname === "/" && (await setUpNeeded())) throw redirect({ to: "/setup" });
  },
});

const HomePage = lazyRouteComponent(() => import("@/features/home/HomePage"), "HomePage");

interface PageRoute {
  path: string;
  needs?: string;
  component: RouteComponent;
}

function Guard({ path, needs, component: Page }: PageRoute) {
  const may = useMay();
  if (!needs || may(needs)) return <Page />;
  return path === "/" ? <HomePage /> : <NotHere />;
}

/** Roles decide what is shown; the server decides what is allowed. */
function guarded(page: PageRoute) {
  const component: RouteComponent = () => <Guard {...page} />;
  component.preload = page.component.preload; // fetched when somebody is about to go there
  return createRoute({ getParentRoute: () => inside, path: page.path, component });
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
  { path: "/my", component: HomePage },
  { path: "/my/plan", component: lazyRouteComponent(() => import("@/features/plans/OwnPlanPage"), "OwnPlanPage") },
  {
    path: "/subscriptions",
    needs: "money:read",
    component: lazyRouteComponent(() => import("@/features/plans/SubscriptionsPage"), "SubscriptionsPage"),
  },
  {
    path: "/codes",
    needs: "money:read",
    component: lazyRouteComponent(() => import("@/features/codes/CodesPage"), "CodesPage"),
  },
  {
    path: "/budgets",
    needs: "money:read",
    component: lazyRouteComponent(() => import("@/features/budgets/BudgetsPage"), "BudgetsPage"),
  },
  {
    path: "/settings",
    needs: "settings:read",
    component: lazyRouteComponent(() => import("@/features/settings/SettingsPage"), "SettingsPage"),
  },
  {
    path: "/accounts/sign-in",
    needs: "accounts:write",
    component: lazyRouteComponent(() => import("@/features/accounts/SignedInPage"), "SignedInPage"),
  },
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
    path: "/alerts",
    needs: "alerts:read",
    component: lazyRouteComponent(() => import("@/features/alerts/AlertsPage"), "AlertsPage"),
  },
  {
    path: "/webhooks",
    needs: "webhooks:read",
    component: lazyRouteComponent(() => import("@/features/webhooks/WebhooksPage"), "WebhooksPage"),
  },
  {
    path: "/announcements",
    needs: "announcements:read",
    component: lazyRouteComponent(() => import("@/features/announcements/AnnouncementsPage"), "AnnouncementsPage"),
  },
  {
    path: "/my/announcements",
    component: lazyRouteComponent(
      () => import("@/features/announcements/OwnAnnouncementsPage"),
      "OwnAnnouncementsPage",
    ),
  },
  {
    path: "/pages",
    needs: "settings:read",
    component: lazyRouteComponent(() => import("@/features/pages/PagesPage"), "PagesPage"),
  },
  {
    path: "/embedded/$id",
    component: lazyRouteComponent(() => import("@/features/pages/EmbeddedPage"), "EmbeddedPage"),
  },
  {
    path: "/nodes",
    needs: "system:read",
    component: lazyRouteComponent(() => import("@/features/system/NodesPage"), "NodesPage"),
  },
  {
    path: "/proxies",
    needs: "accounts:read",
    component: lazyRouteComponent(() => import("@/features/proxies/ProxiesPage"), "ProxiesPage"),
  },
];

const routeTree = root.addChildren([setup, ...outside, inside.addChildren(PAGES.map(guarded))]);

/** Fetches what the address leads to while it is asked who is signed in, not one after the other. */
function fetchAhead(): void {
  const path = window.location.pathname.slice(BASE.length) || "/";
  if (path === "/") void setUpNeeded();
  const page = PAGES.find((one) => one.path === path);
  if (!page) return;
  void loadShell();
  void page.component.preload?.();
}

export function makeRouter() {
  fetchAhead();
  const router = createRouter({
    routeTree,
    basepath: BASE,
    parseSearch: parseFilters,
    stringifySearch: writeFilters,
    defaultPreload: "intent",
  });
  // whoever presses a door or changes a filter sees that drawn first; the work of another page comes after it
  const navigate = router.navigate;
  router.navigate = ((to: Parameters<typeof navigate>[0]) =>
    new Promise<void>((done, failed) => {
      afterPaint(() => void navigate(to).then(done, failed));
    })) as typeof navigate;
  return router;
}
