import { Button, Group, Loader } from "@mantine/core";
import { IconExternalLink, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { openBeside, pageAddressOf } from "@/lib/embedded";
import { usePages } from "@/lib/pages";
import { useScheme } from "@/lib/scheme";
import { ErrorNote } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { Frame } from "./Frame";

/** A page of another system inside the console. */
export function EmbeddedPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  return <Embedded key={id} id={id} />;
}

function Embedded({ id }: { id: string }) {
  const { t, i18n } = useTranslation();
  const theme = useScheme();
  const looks = { theme, lang: i18n.language };
  const entry = usePages("/me/pages", { lang: i18n.language }).rows?.find((one) => one.id === id);
  const [beside, setBeside] = useState<unknown>(null);
  const asked = useRef(looks);
  asked.current = looks;
  // a change of looks is told to the page that stands there; another address would throw away what was typed in it
  const address = useQuery({
    queryKey: ["embedded", id],
    queryFn: () => pageAddressOf(id, asked.current),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const blocked = useBlocked();
  return (
    <Page
      title={entry?.label ?? t("nav.pages")}
      actions={
        <Group gap="xs">
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconRefresh size={15} />}
            loading={address.isFetching}
            onClick={() => void address.refetch()}
          >
            {t("pages.reload")}
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconExternalLink size={15} />}
            onClick={() => void openBeside(id, looks).catch(setBeside)}
          >
            {t("pages.open-beside")}
          </Button>
        </Group>
      }
    >
      <ErrorNote error={address.error ?? beside} retry={() => void address.refetch()} />
      {blocked && (
        <Group mb="sm" role="status">
          {t("pages.blocked")}
          <Button size="compact-sm" onClick={() => window.location.reload()}>
            {t("pages.reload-console")}
          </Button>
        </Group>
      )}
      {address.isPending && <Loader type="dots" />}
      {address.data && (
        <Frame key={address.dataUpdatedAt} title={entry?.label ?? id} url={address.data} looks={looks} />
      )}
    </Page>
  );
}

/** Whether the browser refused a frame: the console was opened before the page was added, and keeps the policy it came with. */
function useBlocked(): boolean {
  const [blocked, setBlocked] = useState(false);
  useEffect(() => {
    const hear = (event: SecurityPolicyViolationEvent) => {
      if (event.effectiveDirective === "frame-src") setBlocked(true);
    };
    document.addEventListener("securitypolicyviolation", hear);
    return () => document.removeEventListener("securitypolicyviolation", hear);
  }, []);
  return blocked;
}
