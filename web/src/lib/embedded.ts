import { api } from "./api/client";

/** Which looks a page of another system is asked to have. */
export interface Looks {
  theme: "light" | "dark";
  lang: string;
}

/** The address to open a page by: good for five minutes, once made, and kept nowhere. */
export async function pageAddressOf(id: string, looks: Looks): Promise<string> {
  return (await api("post", "/me/pages/{id}/open", { id, body: { ...looks } })).url;
}

/** Opens a page beside the console. The tab is opened at once, while the press counts; it can't reach the console. */
export async function openBeside(id: string, looks: Looks): Promise<void> {
  const tab = window.open("about:blank", "_blank");
  try {
    const url = await pageAddressOf(id, looks);
    if (tab) {
      tab.opener = null;
      tab.location.replace(url);
    } else {
      window.location.assign(url);
    }
  } catch (error) {
    tab?.close();
    throw error;
  }
}
