import {
  IconBook,
  IconChartBar,
  IconCreditCard,
  IconHelp,
  IconLink,
  IconMessage,
  IconTicket,
  IconWorld,
} from "@tabler/icons-react";

/** Icons of embedded pages, by the names that the API keeps. */
export const PAGE_ICONS: Readonly<Record<string, typeof IconLink>> = {
  book: IconBook,
  chart: IconChartBar,
  "credit-card": IconCreditCard,
  help: IconHelp,
  link: IconLink,
  message: IconMessage,
  ticket: IconTicket,
  world: IconWorld,
};

/** The icon of that name; a link's where the name is none or unknown. */
export function pageIcon(name: string): typeof IconLink {
  return PAGE_ICONS[name] ?? IconLink;
}
