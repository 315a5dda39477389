import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent: action and flow. */
const teal: MantineColorsTuple = [
  "#e6f7f5",
  "#cdebe8",
  "#9bd8d2",
  "#66c4bc",
  "#2bb8ae",
  "#189a92",
  "#0f8882",
  "#0b7a75",
  "#08635f",
  "#054a47",
];

/** Greys of the dark scheme, cool like those of the light one. */
const dark: MantineColorsTuple = [
  "#d5dae0",
  "#b4bcc6",
  "#9aa4b1",
  "#7c8794",
  "#3a4149",
  "#2c3138",
  "#1f252a",
  "#171b1f",
  "#101316",
  "#0b0d0f",
];

export const theme = createTheme({
  colors: { teal, dark },
  primaryColor: "teal",
  primaryShade: 7,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'JetBrains Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "3px", sm: "6px", md: "6px", lg: "6px", xl: "12px" },
  defaultRadius: "sm",
  shadows: { xs: "none", sm: "none", md: "0 4px 16px rgb(0 0 0 / 12%)", lg: "none", xl: "none" },
  headings: {
    fontWeight: "600",
    sizes: { h1: { fontSize: "20px" }, h2: { fontSize: "16px" }, h3: { fontSize: "14px" } },
  },
  respectReducedMotion: true,
  components: {
    Modal: { defaultProps: { transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
    Button: { defaultProps: { size: "sm" } },
  },
});

/** Token classes, the same in each chart, table and legend; defined in base.css for both schemes. */
export const TOKEN_COLORS = {
  input: "var(--hg-input)",
  cache_read: "var(--hg-cache-read)",
  cache_write: "var(--hg-cache-write)",
  output: "var(--hg-output)",
  reasoning: "var(--hg-reasoning)",
} as const;
export type TokenClass = keyof typeof TOKEN_COLORS;
