import { type KeyboardEvent, type ReactNode, useCallback, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

export interface Option {
  value: string;
  label: string;
}

interface Props {
  /** Stands above the field; else `aria-label` says it to those who hear the page. */
  label?: string;
  "aria-label"?: string;
  placeholder?: string;
  data: readonly (Option | string)[];
  value: string | null;
  onChange: (value: string | null) => void;
  /** Whether nothing may be chosen as well. */
  clearable?: boolean;
  w?: number;
}

const ROOM_PIXELS = 8;

/** Puts the list below its field, or above where there is more room, on top of all else. */
function place(list: HTMLElement, field: HTMLElement): void {
  list.showPopover?.();
  const at = field.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - ROOM_PIXELS;
  const up = below < list.scrollHeight && at.top > below;
  list.style.minWidth = `${at.width}px`;
  list.style.maxHeight = `${Math.min(280, up ? at.top - ROOM_PIXELS : below)}px`;
  list.style.left = `${Math.max(ROOM_PIXELS, Math.min(at.left, window.innerWidth - list.offsetWidth - ROOM_PIXELS))}px`;
  list.style.top = up ? `${at.top - list.offsetHeight - 4}px` : `${at.bottom + 4}px`;
}

/** Which option the keys lead to from the one at hand; undefined for keys that lead to none. */
function led(key: string, at: number, options: readonly Option[]): number | undefined {
  const last = options.length - 1;
  switch (key) {
    case "ArrowDown":
      return Math.min(last, at + 1);
    case "ArrowUp":
      return Math.max(0, at - 1);
    case "Home":
      return 0;
    case "End":
      return last;
  }
  if (key.length !== 1 || key === " ") return undefined;
  const begins = (option: Option) => option.label.toLowerCase().startsWith(key.toLowerCase());
  const next = options.findIndex((option, place) => place > at && begins(option));
  const found = next >= 0 ? next : options.findIndex(begins);
  return found >= 0 ? found : undefined;
}

function useChoice(options: readonly Option[], value: string | null, choose: (value: string) => void) {
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const show = () => {
    setAt(
      Math.max(
        0,
        options.findIndex((option) => option.value === value),
      ),
    );
    setOpen(true);
  };
  const take = (place: number) => {
    setOpen(false);
    const option = options[place];
    if (option && option.value !== value) choose(option.value);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab") setOpen(false);
    else if (event.key === "Escape" && open) {
      setOpen(false);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (open) take(at);
      else show();
    } else {
      const next = led(event.key, at, options);
      if (next === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      if (open) setAt(next);
      else show();
    }
  };
  return { open, at, show, hide: () => setOpen(false), take, keys, setAt };
}

/** One of some few; plain elements, since pages have many and they are to open at once. For many options, Mantine's can be searched. */
export function Select({ label, placeholder, data, value, onChange, clearable, w = 180, ...rest }: Props): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLButtonElement>(null);
  const options = data.map((one) => (typeof one === "string" ? { value: one, label: one } : one));
  const chosen = options.find((option) => option.value === value);
  const { open, at, show, hide, take, keys, setAt } = useChoice(options, value, onChange);
  const placed = useCallback((list: HTMLElement | null) => {
    if (list && field.current) place(list, field.current);
  }, []);
  const clear = () => {
    field.current?.focus(); // the button goes with the choice
    onChange(null);
  };
  return (
    <div className="hg-select" style={{ width: w }}>
      {label && (
        <label id={`${id}-label`} htmlFor={id}>
          {label}
        </label>
      )}
      <button
        ref={field}
        id={id}
        type="button"
        role="combobox"
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={open ? `${id}-list` : undefined}
        aria-activedescendant={open ? `${id}-${at}` : undefined}
        aria-label={label ?? rest["aria-label"]}
        data-empty={chosen ? undefined : true}
        data-mantine-stop-propagation={open || undefined} // Escape closes the list, not the drawer that it is in
        onClick={open ? hide : show}
        onKeyDown={keys}
        onBlur={hide}
      >
        <span className="hg-cut">{chosen?.label ?? placeholder ?? "–"}</span>
        {!(clearable && chosen) && (
          <svg width="14" height="14" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden>
            <path d="M8 9l4-4 4 4M16 15l-4 4-4-4" strokeLinecap="round" strokeLinejoin="round" />
          </svg>
        )}
      </button>
      {clearable && chosen && (
        <button type="button" className="hg-clear" aria-label={t("common.clear")} onClick={clear}>
          <svg width="14" height="14" viewBox="0 0 24 24" stroke="currentColor" strokeWidth="2" aria-hidden>
            <path d="M6 6l12 12M18 6L6 18" strokeLinecap="round" />
          </svg>
        </button>
      )}
      {open && (
        <div ref={placed} popover="manual" role="listbox" id={`${id}-list`} aria-label={label ?? rest["aria-label"]}>
          {options.map((option, spot) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus, and its keys lead here
            <div
              key={option.value}
              id={`${id}-${spot}`}
              role="option"
              tabIndex={-1}
              aria-selected={option.value === value}
              data-at={spot === at || undefined}
              onPointerDown={(event) => event.preventDefault()} // the field keeps the focus
              onPointerMove={() => setAt(spot)}
              onClick={() => take(spot)}
            >
              {option.label}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
