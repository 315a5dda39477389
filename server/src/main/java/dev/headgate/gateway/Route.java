package dev.headgate.gateway;

import dev.headgate.base.Dialect;
import dev.headgate.protocol.Protocol;
import org.jspecify.annotations.Nullable;

/** What a request's method and path ask for. */
sealed interface Route {
    /** Whose error shape the client understands. */
    Dialect dialect();

    /**
     * A call to be relayed.
     *
     * @param version the version prefix to call upstream, e.g. {@code /v1}
     * @param operation the rest of the path; for Gemini without the model
     * @param pathModel the model named by the path, null when the body names it
     * @param pathStream whether the path itself asks for a stream
     */
    record Relay(
            Protocol protocol,
            String version,
            String operation,
            @Nullable String pathModel,
            boolean pathStream) implements Route {
        @Override
        public Dialect dialect() {
            return protocol.dialect();
        }

        /** The path to call upstream for a model. */
        String upstreamPath(String upstreamModel) {
            return pathModel == null
                    ? version + operation
                    : version + "/models/" + PathModel.encode(upstreamModel) + operation;
        }
    }

    /**
     * The models that the key can call.
     *
     * @param id one model asked for, null for all
     */
    record Models(Dialect dialect, @Nullable String id) implements Route {}

    /** The key's own usage. */
    record OwnUsage(Dialect dialect) implements Route {}

    /** Whether the process lives or is ready. */
    record Health(Dialect dialect, boolean ready) implements Route {}

    /** Prometheus metrics. */
    record Metrics(Dialect dialect) implements Route {}

    /** A known path, of which the methods are asked for. */
    record Options(Dialect dialect, String allowed) implements Route {}

    /** A known path, but another method. */
    record WrongMethod(Dialect dialect, String allowed) implements Route {}

    /** No such path. */
    record Unknown(Dialect dialect) implements Route {}
}
