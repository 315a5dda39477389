package dev.headgate.gateway;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** The decision trace of a request as compact JSON for the operator, at most a few KiB. */
final class TraceJson {
    private static final int DETAIL_MAX = 300;
    private static final int EXCLUSIONS_MAX = 20;

    private TraceJson() {}

    static String write(RequestTrace trace) {
        StringBuilder json = new StringBuilder(160).append("{\"attempts\":[");
        for (int i = 0; i < trace.attempts.size(); i++) {
            AttemptTrace attempt = trace.attempts.get(i);
            json.append(i == 0 ? "{" : ",{").append("\"account\":");
            quote(json, attempt.account.name());
            json.append(",\"outcome\":");
            quote(json, attempt.outcome);
            json.append(",\"ms\":").append((attempt.endNanos - attempt.startNanos) / 1_000_000);
            if (!attempt.detail.isEmpty()) {
                json.append(",\"detail\":");
                quote(json, attempt.detail);
            }
            json.append('}');
        }
        json.append(']');
        if (!trace.exclusions.isEmpty()) {
            json.append(",\"excluded\":[");
            for (int i = 0; i < Math.min(EXCLUSIONS_MAX, trace.exclusions.size()); i++) {
                json.append(i == 0 ? "" : ",");
                quote(json, trace.exclusions.get(i));
            }
            json.append(']');
        }
        return json.append('}').toString();
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        JsonStringEncoder.getInstance()
                .quoteAsString(text.length() > DETAIL_MAX ? text.substring(0, DETAIL_MAX) : text, json);
        json.append('"');
    }
}
