import { Button, Group, Modal, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { Facts } from "@/ui/Facts";
import { ErrorNote } from "@/ui/Notes";
import { Snippet } from "@/ui/Snippet";
import { Copyable, Time } from "@/ui/Value";
import { DeliveryState } from "./DeliveryState";
import { Tried } from "./Tried";

/** JSON with line breaks; as it is where it is none. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** One delivery: what was sent, what came back, and the way to send it again. */
export function DeliveryDialog({ id, mayWrite, close }: { id: string; mayWrite: boolean; close: () => void }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ["/webhooks/deliveries", id],
    queryFn: () => api("get", "/webhooks/deliveries/{id}", { id }),
  });
  const replay = useChange(
    () => api("post", "/webhooks/deliveries/{id}/replay", { id }),
    ["/webhooks/{id}/deliveries", "/webhooks/dead-letters", "/webhooks/deliveries", "/webhooks"],
  );
  const delivery = found.data?.delivery;
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={delivery?.type ?? t("webhooks.delivery")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <ErrorNote error={found.error ?? replay.error} />
      {found.isPending && <Skeleton height={160} />}
      {found.data && delivery && (
        <Stack gap="sm">
          <Facts
            rows={[
              [t("common.state"), <DeliveryState key="state" delivery={delivery} />],
              [t("webhooks.event-id"), <Copyable key="id" text={delivery.event_id} />],
              [t("ledger.at"), <Time key="at" iso={delivery.created_at} exact />],
              [t("mail.tries"), delivery.tries],
              [t("webhooks.last"), <Tried key="last" tried={delivery.last} />],
            ]}
          />
          <Snippet text={readable(found.data.body)} />
          {delivery.last?.answer && (
            <>
              <div className="hg-quiet" style={{ fontSize: 12 }}>
                {t("webhooks.answer")}
              </div>
              <Snippet text={delivery.last.answer} />
            </>
          )}
          {mayWrite && delivery.state !== "waiting" && (
            <Group>
              <Button variant="default" loading={replay.isPending} onClick={() => replay.mutate(undefined)}>
                {t("webhooks.replay")}
              </Button>
            </Group>
          )}
        </Stack>
      )}
    </Modal>
  );
}
