package dev.headgate.base;

/**
 * Every way in which a call can fail, as one table: stable id, who is to blame, HTTP status, whether another account may
 * be tried, whether it counts against the account, and what the client reads.
 */
public enum ErrorCode {
    INVALID_REQUEST("invalid_request", Blame.CLIENT, 400, Retry.NEVER, false, "The request is not valid."),
    UNAUTHENTICATED("unauthenticated", Blame.CLIENT, 401, Retry.NEVER, false, "The API key is missing or not valid."),
    INSUFFICIENT_BALANCE("insufficient_balance", Blame.CLIENT, 402, Retry.NEVER, false, "The balance is used up."),
    FORBIDDEN("forbidden", Blame.CLIENT, 403, Retry.NEVER, false, "This key may not do that."),
    NOT_FOUND("not_found", Blame.CLIENT, 404, Retry.NEVER, false, "There is no such endpoint."),
    MODEL_NOT_FOUND("model_not_found", Blame.CLIENT, 404, Retry.NEVER, false, "The model is not known here."),
    METHOD_NOT_ALLOWED("method_not_allowed", Blame.CLIENT, 405, Retry.NEVER, false, "Use another HTTP method."),
    REQUEST_TIMEOUT("request_timeout", Blame.CLIENT, 408, Retry.NEVER, false, "The request body came too slowly."),
    CONFLICT("conflict", Blame.CLIENT, 409, Retry.NEVER, false, "This can't be done as things stand."),
    PAYLOAD_TOO_LARGE("payload_too_large", Blame.CLIENT, 413, Retry.NEVER, false, "The request body is too large."),
    URL_TOO_LONG("url_too_long", Blame.CLIENT, 414, Retry.NEVER, false, "The request's URL is too long."),
    UNSUPPORTED_ENCODING(
            "unsupported_encoding", Blame.CLIENT, 415, Retry.NEVER, false, "This content-encoding is not supported."),
    EXPECTATION_FAILED("expectation_failed", Blame.CLIENT, 417, Retry.NEVER, false, "This expectation can't be met."),
    RATE_LIMITED("rate_limited", Blame.CLIENT, 429, Retry.NEVER, false, "Too many requests; slow down."),
    HEADERS_TOO_LARGE("headers_too_large", Blame.CLIENT, 431, Retry.NEVER, false, "The request headers are too large."),
    CLIENT_GONE("client_gone", Blame.CANCELLED, 499, Retry.NEVER, false, "The client closed the connection."),
    INTERNAL("internal", Blame.GATEWAY, 500, Retry.NEVER, false, "Something went wrong inside the gateway."),
    OVERLOADED("overloaded", Blame.GATEWAY, 503, Retry.NEVER, false, "The gateway is overloaded; try again later."),
    SHUTTING_DOWN("shutting_down", Blame.GATEWAY, 503, Retry.NEVER, false, "The gateway is restarting; try again."),
    NO_ACCOUNT_AVAILABLE(
            "no_account_available", Blame.GATEWAY, 503, Retry.NEVER, false, "No upstream account is available now."),
    QUEUE_FULL("queue_full", Blame.GATEWAY, 503, Retry.NEVER, false, "Too many calls wait for an upstream account."),
    QUEUE_TIMEOUT("queue_timeout", Blame.GATEWAY, 503, Retry.NEVER, false, "No upstream account became free in time."),
    UPSTREAM_NOT_SENT("upstream_not_sent", Blame.UPSTREAM, 502, Retry.SAFE, true, "The upstream could not be reached."),
    UPSTREAM_CREDENTIALS(
            "upstream_credentials",
            Blame.UPSTREAM,
            502,
            Retry.SAFE,
            true,
            "The upstream refused the gateway's account."),
    UPSTREAM_QUOTA("upstream_quota", Blame.UPSTREAM, 503, Retry.SAFE, true, "The upstream accounts' quota is used up."),
    UPSTREAM_RATE_LIMITED(
            "upstream_rate_limited", Blame.UPSTREAM, 429, Retry.SAFE, true, "The upstream is limiting requests."),
    UPSTREAM_OVERLOADED("upstream_overloaded", Blame.UPSTREAM, 503, Retry.SAFE, true, "The upstream is overloaded."),
    UPSTREAM_ERROR("upstream_error", Blame.UPSTREAM, 502, Retry.SAFE, true, "The upstream failed."),
    UPSTREAM_REJECTED("upstream_rejected", Blame.CLIENT, 400, Retry.NEVER, false, "The upstream refused the request."),
    UPSTREAM_BROKEN_BEFORE_FIRST_BYTE(
            "upstream_broken_before_first_byte",
            Blame.UPSTREAM,
            502,
            Retry.IF_IDEMPOTENT,
            true,
            "The upstream closed the connection before it answered."),
    UPSTREAM_TIMEOUT(
            "upstream_timeout", Blame.UPSTREAM, 504, Retry.IF_IDEMPOTENT, true, "The upstream did not answer in time."),
    UPSTREAM_BROKEN_MID_STREAM(
            "upstream_broken_mid_stream",
            Blame.UPSTREAM,
            502,
            Retry.NEVER,
            true,
            "The upstream broke off in the middle of its answer.");

    /** Whose fault a failure is. */
    public enum Blame {
        CLIENT,
        GATEWAY,
        UPSTREAM,
        CANCELLED
    }

    /** Whether another account may be tried before the first byte reached the client. */
    public enum Retry {
        SAFE,
        NEVER,
        /** The provider may have worked (and charged) already: only within the attempt budget. */
        IF_IDEMPOTENT
    }

    private final String id;
    private final Blame blame;
    private final int status;
    private final Retry retry;
    private final boolean countsAgainstAccount;
    private final String publicText;

    ErrorCode(String id, Blame blame, int status, Retry retry, boolean countsAgainstAccount, String publicText) {
        this.id = id;
        this.blame = blame;
        this.status = status;
        this.retry = retry;
        this.countsAgainstAccount = countsAgainstAccount;
        this.publicText = publicText;
    }

    /** Stable text id, safe as a metric label. */
    public String id() {
        return id;
    }

    public Blame blame() {
        return blame;
    }

    /** HTTP status shown to a client. */
    public int status() {
        return status;
    }

    public Retry retry() {
        return retry;
    }

    public boolean countsAgainstAccount() {
        return countsAgainstAccount;
    }

    /** The sentence a client reads when nothing more exact is known. */
    public String publicText() {
        return publicText;
    }
}
