import { describe, expect, it } from "vitest";
import { groupsOf, linesFrom } from "./groupLines";

const GROUPS = [
  { id: "1", name: "alpha" },
  { id: "2", name: "beta" },
];

describe("groups by claim value", () => {
  it("are typed by name and sent by id", () => {
    expect(groupsOf(["staff = alpha", "cn=lab,dc=x = alpha, beta"], GROUPS)).toEqual({
      staff: ["1"],
      "cn=lab,dc=x": ["1", "2"],
    });
  });
  it("come back as they were typed, also where a group is gone", () => {
    const lines = linesFrom({ staff: ["1", "9"] }, GROUPS);
    expect(lines).toBe("staff = alpha, 9");
    expect(groupsOf([lines], GROUPS)).toEqual({ staff: ["1", "9"] });
  });
});
