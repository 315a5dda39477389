package dev.headgate.base;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure with a stable code and two texts: the public one may be shown, the internal one never leaves the process. */
public final class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String publicMessage;
    private final @Nullable Duration retryAfter;

    public GatewayException(ErrorCode code, String publicMessage) {
        this(code, publicMessage, publicMessage, null, null);
    }

    public GatewayException(ErrorCode code, String publicMessage, String internalMessage) {
        this(code, publicMessage, internalMessage, null, null);
    }

    public GatewayException(
            ErrorCode code,
            String publicMessage,
            String internalMessage,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(internalMessage, cause);
        this.code = code;
        this.publicMessage = publicMessage;
        this.retryAfter = retryAfter;
    }

    /**
     * What the settings file owns is read-only elsewhere.
     *
     * @param what e.g. {@code group default}, or {@code this plan}
     */
    public static GatewayException declared(String what) {
        return new GatewayException(
                ErrorCode.CONFLICT, "The settings file declares " + what + "; change it there (declare:).");
    }

    public ErrorCode code() {
        return code;
    }

    public String publicMessage() {
        return publicMessage;
    }

    /** When the refusing limit frees, where that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
