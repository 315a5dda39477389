import { ActionIcon, AppShell, Button, Group, Menu, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { IconDots, IconLanguage, IconLogout, IconSearch, IconUser } from "@tabler/icons-react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { lazy, memo, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { setLanguage } from "@/lib/i18n";
import { type Session, useMay, useSignOut } from "@/lib/session";
import { site } from "@/lib/site";
import { Mark } from "@/ui/Mark";
import { SchemeButton } from "@/ui/SchemeButton";
import { enterSearch, enterTable } from "./keyboard";
import { type Door, foot, openDoor, visible } from "./navigation";
import { OtherPages } from "./OtherPages";
import { ProofDialog } from "./ProofDialog";
import { Bell, Told } from "./Told";
import { UndoBar } from "./UndoBar";

const Palette = lazy(() => import("./Palette").then((module) => ({ default: module.Palette })));

/** When the palette is fetched, so that what is typed right after Ctrl-K isn't lost: the page's own data come first. */
const PALETTE_AFTER_MILLIS = 2_000;

interface PressProps {
  open: boolean;
  /** The same function as long as the shell stands. */
  press: (to: string) => void;
}

const DoorLink = memo(function DoorLink({ to, label, Icon, open, press }: Door & PressProps) {
  const { t } = useTranslation();
  return (
    <Link
      to={to}
      className={open ? "active" : ""}
      aria-current={open ? "page" : undefined}
      onClick={(event) => {
        if (!event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) press(to);
      }}
    >
      <Icon size={16} stroke={1.6} aria-hidden />
      {t(label)}
    </Link>
  );
});

/** So long a door is shown as open that was pressed and whose page isn't there yet. */
const PRESSED_MILLIS = 3_000;

/** Which door stands open: the one just pressed, else the page's. */
function useOpenDoor(): readonly [string | undefined, (to: string) => void] {
  const may = useMay();
  const pathname = useLocation({ select: (location) => location.pathname });
  const [pressed, setPressed] = useState<{ to: string; from: string } | null>(null);
  const here = useRef(pathname);
  here.current = pathname;
  const press = useCallback((to: string) => setPressed({ to, from: here.current }), []);
  useEffect(() => {
    if (!pressed) return;
    const timer = setTimeout(() => setPressed(null), PRESSED_MILLIS);
    return () => clearTimeout(timer);
  }, [pressed]);
  return [pressed?.from === pathname ? pressed.to : openDoor(may, pathname), press];
}

function Doors({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const [open, press] = useOpenDoor();
  const pressed = useCallback(
    (to: string) => {
      close();
      press(to);
    },
    [close, press],
  );
  return (
    <nav aria-label={t("nav.label")} className="hg-nav">
      {visible(may).map((wing) => (
        <div key={wing.label} style={{ marginBottom: 12 }}>
          <Text size="xs" c="dimmed" px={10} mb={2}>
            {t(wing.label)}
          </Text>
          {wing.doors.map((door) => (
            <DoorLink key={door.to} {...door} open={door.to === open} press={pressed} />
          ))}
        </div>
      ))}
      <OtherPages close={close} />
    </nav>
  );
}

/** A phone's navigation: what is opened most, and the way to the rest. */
function Bar({ more }: { more: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const [open, press] = useOpenDoor();
  return (
    <div className="hg-bar">
      {foot(may).map((door) => (
        <Link key={door.to} to={door.to} className={door.to === open ? "active" : ""} onClick={() => press(door.to)}>
          <door.Icon size={20} stroke={1.6} aria-hidden />
          <span className="hg-cut" style={{ maxWidth: "100%" }}>
            {t(door.label)}
          </span>
        </Link>
      ))}
      <UnstyledButton onClick={more}>
        <IconDots size={20} stroke={1.6} aria-hidden />
        {t("nav.more")}
      </UnstyledButton>
    </div>
  );
}

function Own({ session }: { session: Session }) {
  const { t, i18n } = useTranslation();
  const signOut = useSignOut();
  return (
    <Group gap={4} wrap="nowrap">
      <Bell />
      <SchemeButton />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t("shell.language")}
        onClick={() => void setLanguage(i18n.language === "zh" ? "en" : "zh")}
      >
        <IconLanguage size={17} />
      </ActionIcon>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-label={`${t("shell.me")}: ${session.email}`}
            leftSection={<IconUser size={15} />}
          >
            <span className="hg-cut hg-wide" style={{ maxWidth: 140 }}>
              {session.name || session.email}
            </span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {session.email} · {t(`role.${session.role}`)}
          </Menu.Label>
          <Menu.Item component={Link} to="/profile" leftSection={<IconUser size={15} />}>
            {t("nav.profile")}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => signOut.mutate()}>
            {t("shell.sign-out")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

/** The frame of all pages: doors on the left, oneself on the right, the palette on Ctrl-K. */
export function Shell({ session }: { session: Session }) {
  const { t } = useTranslation();
  const [navigation, { toggle, close }] = useDisclosure();
  const [palette, paletteDoor] = useDisclosure();
  useHotkeys([
    ["/", enterSearch],
    ["j", () => enterTable("top")],
    ["k", () => enterTable("bottom")],
  ]);
  useHotkeys([["mod+K", paletteDoor.toggle]], []);
  useEffect(() => {
    const timer = setTimeout(() => void import("./Palette").catch(() => {}), PALETTE_AFTER_MILLIS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: 208, breakpoint: "sm", collapsed: { mobile: !navigation } }}
      footer={{ height: { base: 56, sm: 0 } }}
      padding="md"
      transitionDuration={0}
    >
      <a href="#main" className="hg-skip">
        {t("shell.skip")}
      </a>
      <AppShell.Header>
        <Group h="100%" px="sm" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              hiddenFrom="sm"
              aria-label={t("shell.find")}
              onClick={paletteDoor.open}
            >
              <IconSearch size={17} />
            </ActionIcon>
            <Mark size={24} />
            <Text fw={600}>{site().name}</Text>
          </Group>
          <Button
            variant="default"
            size="compact-sm"
            c="dimmed"
            visibleFrom="sm"
            leftSection={<IconSearch size={14} />}
            onClick={paletteDoor.open}
          >
            {t("shell.find")} <kbd style={{ marginLeft: 12 }}>Ctrl K</kbd>
          </Button>
          <Own session={session} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <div style={{ overflowY: "auto" }}>
          <Doors close={close} />
        </div>
      </AppShell.Navbar>
      <AppShell.Main id="main">
        <Told />
        <Outlet />
      </AppShell.Main>
      <AppShell.Footer hiddenFrom="sm" zIndex={200}>
        <Bar more={toggle} />
      </AppShell.Footer>
      <ProofDialog />
      <UndoBar />
      {palette && (
        <Suspense>
          <Palette close={paletteDoor.close} />
        </Suspense>
      )}
    </AppShell>
  );
}
