package dev.headgate.upstream;

import dev.headgate.accounts.Setback;
import dev.headgate.base.ErrorCode;
import dev.headgate.upstream.UpstreamFailure.Rejected;
import java.util.Optional;

/** What a failure means for the account it happened on (DESIGN 5.3). Stateless. */
public final class Setbacks {
    private Setbacks() {}

    /** Empty when the account is not to blame. */
    public static Optional<Setback> of(UpstreamFailure failure) {
        if (!failure.code().countsAgainstAccount()) {
            return Optional.empty();
        }
        Rejected rejected = failure instanceof Rejected said ? said : null;
        boolean modelOnly = rejected != null && rejected.modelOnly();
        Setback.Kind kind = kind(failure.code());
        if (kind == Setback.Kind.CREDENTIAL && modelOnly) {
            kind = Setback.Kind.EXHAUSTED; // the credential is good, but not for this model
        }
        return Optional.of(
                new Setback(kind, modelOnly, rejected == null ? null : rejected.retryAfter(), failure.detail()));
    }

    private static Setback.Kind kind(ErrorCode code) {
        return switch (code) {
            case UPSTREAM_NOT_SENT -> Setback.Kind.UNREACHABLE;
            case UPSTREAM_CREDENTIALS -> Setback.Kind.CREDENTIAL;
            case UPSTREAM_QUOTA -> Setback.Kind.EXHAUSTED;
            case UPSTREAM_RATE_LIMITED -> Setback.Kind.RATE_LIMITED;
            case UPSTREAM_OVERLOADED -> Setback.Kind.OVERLOADED;
            default -> Setback.Kind.FAILED;
        };
    }
}
