import { Button } from "@mantine/core";
import { IconBrandGithub, IconBrandGoogle, IconBrandWindows, IconExternalLink } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { pageAddress } from "@/lib/address";
import type { Schemas } from "@/lib/api/client";

const SIGNS: Record<string, typeof IconExternalLink> = {
  github: IconBrandGithub,
  google: IconBrandGoogle,
  microsoft: IconBrandWindows,
};

/** Other sites to sign in by; a link, since the browser itself has to go there. */
export function Sites({ ways }: { ways: readonly Schemas["Way"][] }) {
  const { t } = useTranslation();
  return ways.map((way) => {
    const Sign = SIGNS[way.id] ?? IconExternalLink;
    const query = new URLSearchParams({ return_to: pageAddress() });
    return (
      <Button
        key={way.id}
        component="a"
        href={`/api/v1/sign-in/providers/${encodeURIComponent(way.id)}?${query.toString()}`}
        variant="default"
        fullWidth
        leftSection={<Sign size={16} aria-hidden />}
      >
        {t("signin.by", { site: way.label })}
      </Button>
    );
  });
}
