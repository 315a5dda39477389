import { api, type Schemas } from "@/lib/api/client";

type Site = Pick<Schemas["SiteView"], "name" | "time_zone" | "currency" | "currency_per_usd_millionths">;

let known: Site = { name: "Headgate", time_zone: "", currency: "USD", currency_per_usd_millionths: 1_000_000 };

/** What this Headgate calls itself and how it shows things; asked once, before anything is drawn. */
export function site(): Site {
  return known;
}

export function keepSite(now: Site): void {
  known = now;
}

/** Without an answer the console looks as it does out of the box. */
export async function startSite(): Promise<string> {
  const found = await api("get", "/site").catch(() => null);
  if (found) keepSite(found);
  return found?.default_language ?? "en";
}

/** Ways to write a moment that were needed so far: making one takes as long as writing a hundred moments with it. */
const ways = new Map<string, Intl.DateTimeFormat>();

/** A moment as this Headgate shows it: in its time zone, or the viewer's where it has none. */
export function moment(iso: string | number, language: string, style: Intl.DateTimeFormatOptions): string {
  const timeZone = style.timeZone ?? (known.time_zone || undefined);
  const name = JSON.stringify([language, timeZone, style]);
  let way = ways.get(name);
  if (!way) {
    way = new Intl.DateTimeFormat(language, { ...style, timeZone });
    ways.set(name, way);
  }
  return way.format(new Date(iso));
}
