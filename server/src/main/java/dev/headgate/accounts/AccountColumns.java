package dev.headgate.accounts;

import dev.headgate.accounts.Allowance.Period;
import dev.headgate.accounts.Allowance.Unit;
import dev.headgate.base.GroupId;
import dev.headgate.base.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An account as cells of text, without its secrets, and back. Each cell is read by itself, so that each error names its cell. */
final class AccountColumns {
    static final String NAME = "name";
    static final String CREDENTIAL_TYPE = "credential_type";
    static final String API_KEY = "api_key";
    static final String CREDENTIAL = "credential";
    static final String HEADERS = "headers";

    /** Columns whose cells are never shown. */
    static final Set<String> SECRET = Set.of(API_KEY, CREDENTIAL, HEADERS);

    private static final Set<String> LISTS = Set.of("groups", "models", "hours", "allowances");
    private static final Set<String> NUMBERS = Set.of("concurrency", "priority", "weight");

    static final List<String> PLAIN = List.of(
            NAME,
            "provider",
            "base_url",
            "groups",
            "concurrency",
            "priority",
            "weight",
            "models",
            "proxy",
            "zone",
            "hours",
            "expires_at",
            "allowances",
            "notes",
            "probe",
            "probe_interval",
            "probe_model",
            CREDENTIAL_TYPE);

    boolean isList(String column) {
        return LISTS.contains(column);
    }

    boolean isNumber(String column) {
        return NUMBERS.contains(column);
    }

    /** The cells of an account but for its secrets. */
    static Map<String, String> write(Account account, Function<GroupId, String> groupName) {
        Map<String, String> cells = new LinkedHashMap<>();
        AccountOptions options = account.options();
        EgressProxy proxy = options.proxy();
        ActiveHours hours = options.hours();
        Instant expires = options.expiresAt();
        ProbePlan probe = options.probe();
        cells.put(NAME, account.name());
        cells.put("provider", account.provider().id());
        cells.put("base_url", account.baseUrl().toString());
        cells.put(
                "groups", join(account.groups().stream().map(groupName).sorted().toList()));
        cells.put("concurrency", Integer.toString(account.concurrency()));
        cells.put("priority", Integer.toString(account.priority()));
        cells.put("weight", Integer.toString(account.weight()));
        cells.put("models", join(models(account.models())));
        cells.put("proxy", proxy == null ? "" : proxy.name());
        cells.put("zone", hours == null ? "" : hours.zone().getId());
        cells.put("hours", hours == null ? "" : join(hours.spans()));
        cells.put("expires_at", expires == null ? "" : expires.toString());
        cells.put(
                "allowances",
                join(options.allowances().stream().map(Allowance::words).toList()));
        cells.put("notes", options.notes());
        cells.put("probe", probe == null ? "" : probe.enabled() ? "on" : "off");
        cells.put(
                "probe_interval",
                probe == null || probe.interval() == null
                        ? ""
                        : probe.interval().toString().toLowerCase(Locale.ROOT));
        cells.put("probe_model", probe == null || probe.model() == null ? "" : probe.model());
        cells.put(CREDENTIAL_TYPE, account.credential().type());
        return cells;
    }

    /** Names in their own order, then aliases by name, since those have none. */
    private static List<String> models(ModelMap models) {
        List<String> entries = new ArrayList<>(models.patterns());
        new TreeMap<>(models.aliases()).forEach((alias, real) -> entries.add(alias + "=" + real));
        return entries;
    }

    private static String join(List<String> parts) {
        return String.join(TransferText.LIST, parts);
    }

    /** One row being read; gathers what is wrong. */
    static final class Reader {
        private final TransferText.Row row;
        private final List<ImportReport.Problem> problems;

        Reader(TransferText.Row row, List<ImportReport.Problem> problems) {
            this.row = row;
            this.problems = problems;
        }

        /** How many things are wrong so far, in all rows. */
        int problems() {
            return problems.size();
        }

        String cell(String column) {
            return row.cells().getOrDefault(column, "").strip();
        }

        boolean has(String column) {
            return row.cells().containsKey(column);
        }

        void wrong(String column, String expected) {
            String shown = SECRET.contains(column) ? "***" : "\"" + cell(column) + "\"";
            problems.add(new ImportReport.Problem(row.number(), column, shown, expected));
        }

        /**
         * What a cell says; {@code kept} where there is no such column, {@code empty} where it is empty or wrong.
         *
         * @param parse its error says what was expected
         */
        <T> T read(String column, T kept, T empty, Function<String, T> parse) {
            if (!has(column)) {
                return kept;
            }
            T found = maybe(column, null, parse);
            return found == null ? empty : found;
        }

        /** The same with nothing where a cell is empty or wrong. */
        <T> @Nullable T maybe(String column, @Nullable T kept, Function<String, T> parse) {
            if (!has(column)) {
                return kept;
            }
            String text = cell(column);
            if (text.isEmpty()) {
                return null;
            }
            try {
                return parse.apply(text);
            } catch (RuntimeException e) {
                wrong(column, expected(e));
                return null;
            }
        }

        static String expected(RuntimeException e) {
            String words = String.valueOf(e.getMessage());
            int from = words.lastIndexOf("(expected: ");
            return from >= 0 && words.endsWith(")")
                    ? words.substring(from + "(expected: ".length(), words.length() - 1)
                    : words;
        }

        int number(String column, int kept, int empty, int min, int max) {
            return read(column, kept, empty, text -> {
                String expected = "(expected: " + min + " to " + max + ")";
                int value;
                try {
                    value = Integer.parseInt(text);
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(expected, e);
                }
                if (value < min || value > max) {
                    throw new IllegalArgumentException(expected);
                }
                return value;
            });
        }

        /** Options but for proxy and headers, over those of {@code before}. */
        AccountOptions options(AccountOptions before) {
            ActiveHours hours = hours(before.hours());
            Instant expires = maybe("expires_at", before.expiresAt(), Reader::instant);
            List<Allowance> allowances = read("allowances", before.allowances(), List.of(), text -> {
                List<Allowance> all = new ArrayList<>();
                TransferText.split(text).forEach(part -> all.add(allowance(part)));
                return all;
            });
            String notes = read("notes", before.notes(), "", text -> text);
            return new AccountOptions(
                    before.proxy(), before.headers(), hours, expires, allowances, notes, probe(before.probe()));
        }

        private @Nullable ActiveHours hours(@Nullable ActiveHours before) {
            if (!has("hours") && !has("zone")) {
                return before;
            }
            List<String> spans =
                    has("hours") ? TransferText.split(cell("hours")) : before == null ? List.of() : before.spans();
            String zone = has("zone")
                    ? cell("zone")
                    : before == null ? "" : before.zone().getId();
            if (spans.isEmpty()) {
                return null;
            }
            try {
                return ActiveHours.parse(zone.isEmpty() ? "UTC" : zone, spans);
            } catch (IllegalArgumentException e) {
                wrong(String.valueOf(e.getMessage()).startsWith("schedule.zone") ? "zone" : "hours", expected(e));
                return null;
            }
        }

        private @Nullable ProbePlan probe(@Nullable ProbePlan before) {
            if (!has("probe")) {
                return before;
            }
            String word = cell("probe");
            if (word.isEmpty()) {
                return null;
            }
            if (!word.equals("on") && !word.equals("off")) {
                wrong("probe", "on, off, or nothing");
                return null;
            }
            Duration interval = maybe("probe_interval", null, text -> Duration.parse(text.toUpperCase(Locale.ROOT)));
            String model = cell("probe_model");
            try {
                return new ProbePlan(word.equals("on"), interval, model.isEmpty() ? null : model);
            } catch (IllegalArgumentException e) {
                wrong("probe_interval", expected(e));
                return null;
            }
        }

        private static Instant instant(String text) {
            try {
                return Instant.parse(text.length() == 10 ? text + "T00:00:00Z" : text);
            } catch (java.time.DateTimeException e) {
                throw new IllegalArgumentException("(expected: ISO 8601, e.g. 2026-12-31T18:00:00Z)", e);
            }
        }

        private static Allowance allowance(String text) {
            String[] words = text.split("\\s+", -1);
            if (words.length != 4 || !words[2].equals("per")) {
                throw new IllegalArgumentException(
                        "(expected: such as \"usd 20 per day\" or \"tokens 5000000 per week\")");
            }
            Period period = Period.of(words[3]);
            try {
                return switch (words[0]) {
                    case "usd" ->
                        new Allowance(
                                Unit.USD_NANOS, period, Money.parseUsd(words[1]).nanos());
                    case "tokens" -> new Allowance(Unit.TOKENS, period, Long.parseLong(words[1]));
                    default -> throw new IllegalArgumentException("(expected: usd or tokens)");
                };
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("(expected: a number of tokens)", e);
            }
        }
    }
}
