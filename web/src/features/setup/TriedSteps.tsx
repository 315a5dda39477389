import { Alert, Text } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import type { Schemas } from "@/lib/api/client";
import { duration } from "@/lib/format";

/** What trying a store or a cluster out came to, in the server's own words. */
export function TriedSteps({ tried }: { tried: Schemas["Tried"] }) {
  return (
    <Alert color={tried.ok ? "teal" : "red"} variant="light" role="status">
      {tried.steps.map((step) => (
        <Text size="sm" key={step.name} style={{ overflowWrap: "anywhere" }}>
          {step.ok ? (
            <IconCheck size={14} style={{ verticalAlign: -2 }} aria-hidden />
          ) : (
            <IconX size={14} style={{ verticalAlign: -2 }} aria-hidden />
          )}{" "}
          {[step.name, step.millis > 0 && duration(step.millis), step.words].filter(Boolean).join(" · ")}
        </Text>
      ))}
    </Alert>
  );
}
