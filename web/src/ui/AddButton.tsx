import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";

export function AddButton({ label, act }: { label: string; act: () => void }) {
  return (
    <Button leftSection={<IconPlus size={16} />} onClick={act}>
      {label}
    </Button>
  );
}
