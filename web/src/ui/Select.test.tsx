import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { Select } from "./Select";

const STATES = ["active", "cooling", "paused"].map((value) => ({ value, label: `is ${value}` }));

function Filter() {
  const [value, set] = useState<string | null>(null);
  return <Select aria-label="State" placeholder="Any" clearable data={STATES} value={value} onChange={set} />;
}

const field = () => screen.getByRole("combobox", { name: "State" });

describe("a light select", () => {
  it("opens, takes what is pressed, and can be cleared", async () => {
    const person = userEvent.setup();
    render(<Filter />);
    expect(field().textContent).toBe("Any");
    await person.click(field());
    expect(field().getAttribute("aria-expanded")).toBe("true");
    await person.click(screen.getByRole("option", { name: "is cooling" }));
    expect(field().textContent).toBe("is cooling");
    expect(screen.queryByRole("option")).toBeNull();
    await person.click(screen.getByRole("button", { name: "Clear" }));
    expect(field().textContent).toBe("Any");
  });

  it("is worked by keys alone, and says where they stand", async () => {
    const person = userEvent.setup();
    render(<Filter />);
    await person.tab();
    await person.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    const at = document.getElementById(field().getAttribute("aria-activedescendant") ?? "");
    expect(at?.textContent).toBe("is paused");
    await person.keyboard("{Escape}");
    expect(screen.queryByRole("option")).toBeNull();
    expect(field().textContent).toBe("Any");
    await person.keyboard(" {End}{Enter}");
    expect(field().textContent).toBe("is paused");
    await person.keyboard("{Enter}{Home}{Tab}");
    expect(screen.queryByRole("option")).toBeNull();
    expect(field().textContent).toBe("is paused");
  });
});
