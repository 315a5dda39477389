package dev.headgate.upstream;

/** A test can't go on; the step that failed has been told. */
final class TestStopped extends Exception {
    private static final long serialVersionUID = 1;

    private final transient UpstreamFailure failure;
    private final boolean tell;

    /** @param tell whether the account has to hear of it */
    TestStopped(UpstreamFailure failure, boolean tell) {
        super(failure.detail(), null, false, false);
        this.failure = failure;
        this.tell = tell;
    }

    UpstreamFailure failure() {
        return failure;
    }

    boolean tell() {
        return tell;
    }
}
