package dev.headgate.gateway;

import dev.headgate.accounts.Account;
import dev.headgate.protocol.UsageReport;

/** What is known of one attempt. Confined to its event loop. */
final class AttemptTrace {
    final Account account;
    final String upstreamModel;
    final long startNanos;
    long endNanos;
    int status;
    String outcome = "";
    String detail = "";
    UsageReport usage = UsageReport.NOTHING;

    AttemptTrace(Account account, String upstreamModel, long startNanos) {
        this.account = account;
        this.upstreamModel = upstreamModel;
        this.startNanos = startNanos;
    }
}
