package dev.headgate.importing;

import dev.headgate.base.Check;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A gateway that can be imported from. */
public enum Rival {
    SUB2API("users") {
        @Override
        Found read(Rows rows, Terms terms) {
            return new Sub2Api(rows, terms).read();
        }
    },
    NEW_API("users") {
        @Override
        Found read(Rows rows, Terms terms) {
            return new OneApi(rows, terms, Channels.NEW_API).read();
        }
    },
    ONE_API("users") {
        @Override
        Found read(Rows rows, Terms terms) {
            return new OneApi(rows, terms, Channels.ONE_API).read();
        }
    },
    LITELLM("LiteLLM_UserTable") {
        @Override
        Found read(Rows rows, Terms terms) {
            return new LiteLlm(rows, terms).read();
        }
    };

    private final String table;

    Rival(String table) {
        this.table = table;
    }

    /** Its name in commands. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The rival of that name. */
    public static Rival of(String id) {
        for (Rival rival : values()) {
            if (rival.id().equals(id)) {
                return rival;
            }
        }
        throw new IllegalArgumentException("\"" + id + "\" (expected: sub2api, new-api, one-api or litellm)");
    }

    /**
     * What the operator says of the source.
     *
     * @param from a database's URL, or where an export lies
     * @param unitsPerUsd of new-api's and one-api's quota
     * @param domain of the address that a user gets who has none
     * @param environment looks up what a source names instead of holding it
     */
    public record Terms(String from, long unitsPerUsd, String domain, Function<String, @Nullable String> environment) {
        public Terms {
            Check.range("quota per usd", unitsPerUsd, 1, 1_000_000_000_000L);
            Check.that(
                    domain.matches("[A-Za-z0-9.-]+"), "email domain", "\"" + domain + "\"", "a name like example.com");
        }
    }

    abstract Found read(Rows rows, Terms terms);

    /** Reads all of it; writes nothing. Blocking. */
    Found read(Terms terms) {
        try (Rows rows = rows(terms.from())) {
            if (!rows.has(table) && !rows.has("model_list")) {
                throw new IllegalArgumentException(
                        "--from: there is no table " + table + " (expected: what " + id() + " keeps)");
            }
            return read(rows, terms);
        }
    }

    private static Rows rows(String from) {
        if (JdbcRows.reads(from)) {
            return JdbcRows.open(from);
        }
        if (from.matches("[a-z0-9+]+:/?/?.*") && from.contains("://")) {
            throw new IllegalArgumentException(
                    "--from: *** (expected: postgresql://…, mysql://…, sqlite:FILE, or an export: a JSON or"
                            + " YAML file, or a folder of TABLE.json files)");
        }
        return new JsonRows(Path.of(from));
    }
}
