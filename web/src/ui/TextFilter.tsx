import { TextInput, type TextInputProps } from "@mantine/core";
import { useEffect, useRef } from "react";

interface Props extends Omit<TextInputProps, "value" | "onChange"> {
  value: string | undefined;
  set: (value: string | undefined) => void;
  /** Whether the key "/" leads here; once a page. */
  main?: boolean;
}

/** Long enough that a word is asked for once, short enough not to be waited for. */
const PAUSE_MILLIS = 250;

/**
 * A filter that is typed: the browser shows what is typed, nothing is drawn anew for it; the page's address and its rows follow when the
 * typing rests.
 */
export function TextFilter({ value, set, main, ...rest }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const told = useRef(value ?? "");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const now = useRef(set);
  now.current = set;
  useEffect(() => {
    // changed from elsewhere: a link, or all filters cleared
    if ((value ?? "") === told.current) return;
    clearTimeout(timer.current);
    told.current = value ?? "";
    if (field.current) field.current.value = told.current;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const typed = (text: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (text === told.current) return;
      told.current = text;
      now.current(text || undefined);
    }, PAUSE_MILLIS);
  };
  return (
    <TextInput
      {...rest}
      ref={field}
      data-search={main || undefined}
      defaultValue={value ?? ""}
      onInput={(event) => typed(event.currentTarget.value)}
    />
  );
}
