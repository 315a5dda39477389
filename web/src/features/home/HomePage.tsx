import { Grid, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "@/ui/Page";
import { Figures } from "./Figures";
import { Latest, OwnKeys, Subscribed } from "./Lists";

/** A user's first page: what is left, what was spent, what ran. */
export function HomePage() {
  const { t } = useTranslation();
  return (
    <Page title={t("nav.home")}>
      <Stack gap="md">
        <Figures />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Latest />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Stack gap="md">
              <Subscribed />
              <OwnKeys />
            </Stack>
          </Grid.Col>
        </Grid>
      </Stack>
    </Page>
  );
}
