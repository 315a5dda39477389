import { afterEach, describe, expect, it } from "vitest";
import {
  countdown,
  csv,
  duration,
  exactMoney,
  micros,
  parseMoney,
  parsePerMillion,
  perMillion,
  share,
  shortMoney,
  shortNumber,
} from "./format";
import { keepSite } from "./site";

describe("money", () => {
  it("keeps all digits where it is exact", () => {
    expect(exactMoney(11_880_000)).toBe("$0.01188");
    expect(exactMoney(10_000_000_000)).toBe("$10.00");
    expect(exactMoney(1)).toBe("$0.000000001");
    expect(exactMoney(-1_234_567_500_000_000n)).toBe("−$1,234,567.50");
    expect(exactMoney(0)).toBe("$0.00");
  });
  it("is short in a summary", () => {
    expect(shortMoney(0)).toBe("$0");
    expect(shortMoney(11_884_000)).toBe("$0.0119");
    expect(shortMoney(18_424_000_000)).toBe("$18.42");
    expect(shortMoney(-7_020_000_000)).toBe("−$7.02");
  });
  it("is read exactly as typed", () => {
    expect(parseMoney("0.1")).toBe(100_000_000);
    expect(parseMoney("$1,000.000000001")).toBe(1_000_000_000_001);
    expect(parseMoney("-3")).toBe(-3_000_000_000);
    expect(parseMoney("1e3")).toBeNull();
    expect(parseMoney("0.1234567891")).toBeNull();
    expect(parseMoney("")).toBeNull();
  });
});

describe("numbers", () => {
  it("have three digits in summaries", () => {
    expect(shortNumber(999)).toBe("999");
    expect(shortNumber(12_408)).toBe("12.4 k");
    expect(shortNumber(1_310_000)).toBe("1.31 M");
    expect(shortNumber(999_999)).toBe("1 M");
  });
  it("tell shares and times", () => {
    expect(share(712_000)).toBe("71.2 %");
    expect(share(2_000)).toBe("0.2 %");
    expect(duration(812)).toBe("812 ms");
    expect(duration(3_840)).toBe("3.84 s");
    expect(duration(125_000)).toBe("2 min 5 s");
    expect(countdown(42_000)).toBe("0:42");
    expect(countdown(7_805_000)).toBe("2:10:05");
    expect(countdown(-5)).toBe("0:00");
  });
});

describe("prices", () => {
  it("are dollars per million tokens, read and written exactly", () => {
    expect(perMillion(3_000_000)).toBe("$3.00");
    expect(perMillion(37_500)).toBe("$0.0375");
    expect(perMillion(null)).toBe("–");
    expect(parsePerMillion("0.0375")).toBe(37_500);
    expect(parsePerMillion("$1,250.5")).toBe(1_250_500_000);
    expect(parsePerMillion("0.1234567")).toBeNull();
    expect(parsePerMillion("-1")).toBeNull();
  });
});

describe("csv", () => {
  it("quotes what needs it and disarms formulas", () => {
    expect(
      csv([
        ["a", 1],
        ['x "y", z', -2],
        ["=1+1", 0],
      ]),
    ).toBe('a,1\r\n"x ""y"", z",-2\r\n\'=1+1,0');
  });
});

describe("short times", () => {
  it("are told in what fits them", () => {
    expect(micros(80)).toBe("80 µs");
    expect(micros(812_400)).toBe("812 ms");
    expect(micros(3_840_000)).toBe("3.84 s");
  });
});

describe("sums in another currency", () => {
  afterEach(() =>
    keepSite({ name: "Headgate", time_zone: "", currency: "USD", currency_per_usd_millionths: 1_000_000 }),
  );
  it("are shown at their worth, while details stay in dollars", () => {
    keepSite({ name: "Headgate", time_zone: "", currency: "EUR", currency_per_usd_millionths: 920_000 });
    expect(shortMoney(10_000_000_000)).toBe("€9.20");
    expect(shortMoney(100_000_000_000)).toBe("€92.00");
    expect(exactMoney(10_000_000_000)).toBe("$10.00");
  });
});
