import { MantineProvider } from "@mantine/core";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "./ui/base.css";
import { makeRouter } from "./app/router";
import { ApiError } from "./lib/api/client";
import { startLanguages } from "./lib/i18n";
import { followScheme, scheme, schemeAtStart } from "./lib/scheme";
import { sessionQuery } from "./lib/session";
import { startSite } from "./lib/site";
import { WordsProvider } from "./lib/words";
import { theme } from "./ui/theme";

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      // the session has ended: the shell shows the sign-in
      if (error instanceof ApiError && error.status === 401) client.setQueryData(sessionQuery.queryKey, null);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (tries, error) => tries < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
});

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
if (nonce) setNonce(nonce); // for the styles that keep the page still behind a dialog
followScheme();
const router = makeRouter();
const root = document.getElementById("root");

void client.prefetchQuery(sessionQuery); // asked at once, not when the first page looks for it
await startLanguages(await startSite());
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        forceColorScheme={scheme()}
        colorSchemeManager={schemeAtStart}
        getStyleNonce={() => nonce ?? ""}
      >
        <QueryClientProvider client={client}>
          <WordsProvider>
            <RouterProvider router={router} />
          </WordsProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
