package dev.headgate.upstream;

import dev.headgate.base.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a call to a provider failed; the kinds differ in what the provider may have seen, worked on and charged. */
public sealed interface UpstreamFailure {
    /** The stable code of the failure. */
    ErrorCode code();

    /** For the operator's trace and log; never shown to a client. */
    String detail();

    /** The provider never saw the request: no connection, no TLS, no name. */
    record NotSent(String detail) implements UpstreamFailure {
        @Override
        public ErrorCode code() {
            return ErrorCode.UPSTREAM_NOT_SENT;
        }
    }

    /**
     * The provider answered and refused.
     *
     * @param status its HTTP status (200 for an error inside the body)
     * @param retryAfter what it asked for, null when it said nothing
     * @param modelOnly whether it concerns only the model that was asked for, not the whole account
     * @param show what the operator wants a client to see of it, null: as usual for its code
     */
    record Rejected(
            ErrorCode code,
            int status,
            @Nullable Duration retryAfter,
            String detail,
            boolean modelOnly,
            FailureRule.@Nullable Show show)
            implements UpstreamFailure {
        /** Whether it is the client's own and goes to it unchanged. */
        public boolean passes() {
            return code == ErrorCode.UPSTREAM_REJECTED && show != FailureRule.Show.MASK;
        }
    }

    /** The request was sent, then nothing usable came back. */
    record BrokenBeforeFirstByte(ErrorCode code, String detail) implements UpstreamFailure {}

    /** The answer had begun and did not end. */
    record BrokenMidStream(String detail) implements UpstreamFailure {
        @Override
        public ErrorCode code() {
            return ErrorCode.UPSTREAM_BROKEN_MID_STREAM;
        }
    }

    /** The client went away first. */
    record ClientGone(String detail) implements UpstreamFailure {
        @Override
        public ErrorCode code() {
            return ErrorCode.CLIENT_GONE;
        }
    }
}
