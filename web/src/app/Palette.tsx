import { Modal, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useHits } from "./paletteHits";

const SHOWN_MAX = 14;
const LIST = "palette-hits";

/** Go to a page, find a user, key, account or request, do what is done often. */
export function Palette({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const [place, setPlace] = useState(0);
  const hits = useHits(words.trim(), close).slice(0, SHOWN_MAX);
  const keys = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setPlace(Math.min(hits.length - 1, place + 1));
    else if (event.key === "ArrowUp") setPlace(Math.max(0, place - 1));
    else if (event.key === "Enter") hits[place]?.go();
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened onClose={close} withCloseButton={false} padding="xs" yOffset="12vh" aria-label={t("shell.find")}>
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={LIST}
        aria-activedescendant={hits[place] ? `hit-${hits[place].id}` : undefined}
        placeholder={t("palette.hint")}
        aria-label={t("shell.find")}
        value={words}
        onKeyDown={keys}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setPlace(0);
        }}
      />
      <Stack gap={0} mt="xs" role="listbox" id={LIST} aria-label={t("shell.find")}>
        {hits.map((hit, index) => (
          <UnstyledButton
            key={hit.id}
            id={`hit-${hit.id}`}
            role="option"
            aria-selected={index === place}
            tabIndex={-1}
            onClick={hit.go}
            px="xs"
            py={6}
            style={{ borderRadius: 6, background: index === place ? "var(--hg-hover)" : undefined }}
          >
            <Text size="sm" span>
              {hit.label}
            </Text>{" "}
            <Text size="xs" c="dimmed" span>
              {hit.kind}
            </Text>
          </UnstyledButton>
        ))}
      </Stack>
      {hits.length === 0 && (
        <Text size="sm" c="dimmed" p="xs">
          {t("palette.nothing")}
        </Text>
      )}
    </Modal>
  );
}
