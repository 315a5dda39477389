import { TextInput, type TextInputProps } from "@mantine/core";
import { useEffect, useRef, useState } from "react";

interface Props extends Omit<TextInputProps, "value" | "onChange"> {
  value: string | undefined;
  set: (value: string | undefined) => void;
  /** Whether the key "/" leads here; once a page. */
  main?: boolean;
}

/** Long enough that a word is asked for once, short enough not to be waited for. */
const PAUSE_MILLIS = 250;

/** A filter that is typed: what is typed stands there at once, the page's address and its rows follow when the typing rests. */
export function TextFilter({ value, set, main, ...rest }: Props) {
  const [typed, setTyped] = useState(value ?? "");
  const told = useRef(value ?? "");
  const now = useRef(set);
  now.current = set;
  useEffect(() => {
    // changed from elsewhere: a link, or all filters cleared
    if ((value ?? "") === told.current) return;
    told.current = value ?? "";
    setTyped(told.current);
  }, [value]);
  useEffect(() => {
    if (typed === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed;
      now.current(typed || undefined);
    }, PAUSE_MILLIS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <TextInput
      {...rest}
      data-search={main || undefined}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
