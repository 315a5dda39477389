import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { makeRouter } from "@/app/router";
import { WordsProvider } from "@/lib/words";
import { theme } from "@/ui/theme";

/** Opens the console at an address, with its real router and providers. */
export function open(path: string) {
  window.history.replaceState(null, "", `/console${path}`);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={client}>
        <WordsProvider>
          <RouterProvider router={makeRouter() as never} />
        </WordsProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup();
}
