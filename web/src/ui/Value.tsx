import { CopyButton, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { dollars, exactMoney, exactNumber, shortMoney, shortNumber } from "@/lib/format";
import { moment } from "@/lib/site";
import { useWords } from "@/lib/words";

/** Money: exact in a detail, short in a summary with all digits on hover. */
export function Money({ nanos, short = false }: { nanos: number; short?: boolean }) {
  return <span title={exactMoney(nanos)}>{short ? shortMoney(nanos) : exactMoney(nanos)}</span>;
}

Money.plain = ({ nanos }: { nanos: number }) => dollars(nanos);

export function Count({ value, unit, short = false }: { value: number; unit?: string; short?: boolean }) {
  return (
    <span title={exactNumber(value)}>
      {short ? shortNumber(value) : exactNumber(value)}
      {unit ? ` ${unit}` : ""}
    </span>
  );
}

Count.plain = ({ value }: { value: number }) => value;

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

const wordsOf = new Map<string, Intl.RelativeTimeFormat>();

function wordsIn(language: string): Intl.RelativeTimeFormat {
  let words = wordsOf.get(language);
  if (!words) {
    words = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
    wordsOf.set(language, words);
  }
  return words;
}

/** How long ago or ahead in words of the language. */
export function relative(iso: string, language: string, now = Date.now()): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  const words = wordsIn(language);
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return words.format(Math.round(seconds / length), unit);
  }
  return words.format(seconds, "second");
}

/** A moment: relative, the exact time on hover. */
export function Time({ iso, exact = false }: { iso: string | null | undefined; exact?: boolean }) {
  const { t, language } = useWords();
  if (!iso) return <span className="hg-quiet">{t("common.never")}</span>;
  const full = moment(iso, language, { dateStyle: "medium", timeStyle: "medium" });
  return (
    <time dateTime={iso} title={full}>
      {exact ? full : relative(iso, language)}
    </time>
  );
}

Time.plain = ({ iso }: { iso: string | null | undefined }) => iso ?? "";

/** An id or other text that is copied rather than read. */
export function Copyable({ text, shown = text }: { text: string; shown?: string }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t("common.copied") : t("common.copy")}>
          <UnstyledButton
            aria-label={`${t("common.copy")}: ${shown}`}
            onClick={(event) => {
              event.stopPropagation();
              copy();
            }}
          >
            <Text span className="hg-mono">
              {shown} {copied ? <IconCheck size={12} /> : <IconCopy size={12} />}
            </Text>
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}

Copyable.plain = ({ text }: { text: string }) => text;
