package dev.headgate.admin;

import dev.headgate.identity.Permission;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the API: everything that is known of it, for those who call it, check it, document it and test it.
 *
 * @param path with {@code {name}} for what varies, below {@code /api/v1}
 * @param id names the operation in the API file, and in the audit log where it changes something
 * @param permission what the caller must have; null for an operation open to strangers
 * @param input what is read, from the query of a GET, from the JSON body of the others; {@link Nothing} when nothing is
 * @param traits what else is special
 */
record Endpoint<I extends Record>(
        String method,
        String path,
        String id,
        String summary,
        @Nullable Permission permission,
        Class<I> input,
        Output output,
        Traits traits,
        Action<I> action) {

    /** No input. */
    record Nothing() {}

    /** Whatever the query says, which others decide: the operation looks for what it needs in the request. */
    record AnyQuery() {}

    /**
     * What an operation answers.
     *
     * @param type of the answer or, in a page, of its items, or of a stream's events; null for an empty answer
     */
    record Output(int status, @Nullable Class<?> type, Form form) {}

    /** How an answer is shaped. */
    enum Form {
        ONE,
        PAGE,
        /** Server-sent events; the action gives an {@link EventSource}, or a {@link Telling} for what is told while it is done. */
        STREAM,
        /** A zip file; the action gives a {@link FileAnswer}. */
        FILE,
        /** Rows as CSV or JSON lines, however many; the action gives a {@link Download}. */
        ROWS
    }

    /**
     * What is special.
     *
     * @param freshProof needs a proof of identity not older than some minutes
     * @param secretOnce answers a secret that is kept nowhere, so the answer can't be given a second time
     * @param unaudited a change that leaves no audit entry, since it changes nothing lasting
     * @param watched a look that leaves one, since it shows much of what others do
     */
    record Traits(boolean freshProof, boolean secretOnce, boolean unaudited, boolean watched) {
        static final Traits NONE = new Traits(false, false, false, false);
    }

    /** The work. */
    @FunctionalInterface
    interface Action<I> {
        @Nullable
        Object run(ApiCall call, I input);
    }

    static Draft get(String path, String id, String summary) {
        return new Draft("GET", path, id, summary);
    }

    static Draft post(String path, String id, String summary) {
        return new Draft("POST", path, id, summary);
    }

    static Draft patch(String path, String id, String summary) {
        return new Draft("PATCH", path, id, summary);
    }

    static Draft delete(String path, String id, String summary) {
        return new Draft("DELETE", path, id, summary);
    }

    boolean changes() {
        return !method.equals("GET");
    }

    /** Whether a call of it may leave audit entries. */
    boolean audited() {
        return changes() && !traits.unaudited() || traits.watched() || input == AnyQuery.class;
    }

    /** An operation being written down; ends with {@link #by} or {@link #with}. */
    static final class Draft {
        private final String method;
        private final String path;
        private final String id;
        private final String summary;
        private @Nullable Permission permission;
        private Output output = new Output(204, null, Form.ONE);
        private Traits traits = Traits.NONE;

        private Draft(String method, String path, String id, String summary) {
            this.method = method;
            this.path = path;
            this.id = id;
            this.summary = summary;
        }

        Draft needs(Permission needed) {
            permission = needed;
            return this;
        }

        /** Open to strangers. */
        Draft open() {
            permission = null;
            return this;
        }

        Draft freshProof() {
            traits = new Traits(true, traits.secretOnce(), traits.unaudited(), traits.watched());
            return this;
        }

        Draft secretOnce() {
            traits = new Traits(traits.freshProof(), true, traits.unaudited(), traits.watched());
            return this;
        }

        Draft unaudited() {
            traits = new Traits(traits.freshProof(), traits.secretOnce(), true, traits.watched());
            return this;
        }

        Draft watched() {
            traits = new Traits(traits.freshProof(), traits.secretOnce(), traits.unaudited(), true);
            return this;
        }

        Draft gives(Class<?> type) {
            output = new Output(method.equals("POST") ? 201 : 200, type, Form.ONE);
            return this;
        }

        /** Answers 200 although it is a POST, since it makes nothing. */
        Draft tells(Class<?> type) {
            output = new Output(200, type, Form.ONE);
            return this;
        }

        /** Sends the browser elsewhere: the action says where in the header {@code location}. */
        Draft redirects() {
            output = new Output(302, null, Form.ONE);
            return this;
        }

        Draft givesPage(Class<?> item) {
            output = new Output(200, item, Form.PAGE);
            return this;
        }

        Draft givesFile() {
            output = new Output(200, null, Form.FILE);
            return this;
        }

        Draft streams(Class<?> event) {
            output = new Output(200, event, Form.STREAM);
            return this;
        }

        /** Answers rows, each shaped like {@code row}. */
        Draft exports(Class<?> row) {
            output = new Output(200, row, Form.ROWS);
            return this;
        }

        /** Without input. */
        Endpoint<Nothing> by(java.util.function.Function<ApiCall, @Nullable Object> action) {
            return with(Nothing.class, (call, nothing) -> action.apply(call));
        }

        <I extends Record> Endpoint<I> with(Class<I> input, Action<I> action) {
            return new Endpoint<>(method, path, id, summary, permission, input, output, traits, action);
        }
    }
}
