package dev.headgate.gateway;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.headgate.base.Money;
import dev.headgate.scheduling.AccountPicker;
import dev.headgate.scheduling.Decision;
import dev.headgate.scheduling.Explanation;
import java.util.HexFormat;
import java.util.List;

/** The decision trace of a request as compact JSON for the operator, at most some KiB. */
final class TraceJson {
    private static final int DETAIL_MAX = 300;
    private static final int EXCLUSIONS_MAX = 20;

    private TraceJson() {}

    static String write(RequestTrace trace, AccountPicker picker, Money charge, long endNanos) {
        StringBuilder json = new StringBuilder(480).append("{\"attempts\":[");
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
        json.append("],\"choices\":[");
        for (int i = 0; i < trace.decisions.size(); i++) {
            json.append(i == 0 ? "" : ",");
            choice(json, trace.decisions.get(i), picker);
        }
        json.append(']');
        if (trace.conversation != 0) {
            json.append(",\"conversation\":\"");
            json.append(HexFormat.of().toHexDigits(trace.conversation)).append('"');
        }
        if (trace.queueStays > 0) {
            json.append(",\"queue\":{\"stays\":").append(trace.queueStays);
            json.append(",\"ms\":").append(trace.queueNanos / 1_000_000);
            json.append(",\"ahead\":").append(trace.queueAhead).append('}');
        }
        Money held = trace.reservation.held();
        if (held != null) {
            json.append(",\"hold\":{\"nanos\":").append(held.nanos());
            json.append(",\"posted\":").append(charge.nanos()).append('}');
        }
        json.append(",\"micros\":{\"body\":").append((trace.bodyReadNanos - trace.arrivalNanos) / 1_000);
        stage(json, "sent", trace.sentNanos, trace);
        stage(json, "first_byte", trace.firstByteNanos, trace);
        stage(json, "end", endNanos, trace);
        return json.append("}}").toString();
    }

    private static void stage(StringBuilder json, String name, long nanos, RequestTrace trace) {
        if (nanos != 0) {
            json.append(",\"").append(name).append("\":").append((nanos - trace.arrivalNanos) / 1_000);
        }
    }

    private static void choice(StringBuilder json, Decision decision, AccountPicker picker) {
        Explanation why = Explanation.of(decision, picker);
        switch (decision) {
            case Decision.Picked picked -> {
                json.append("{\"account\":");
                quote(json, picked.account().name());
                json.append(",\"why\":\"").append(picked.why().id()).append("\",\"words\":");
                quote(json, picked.why().words());
            }
            case Decision.NoneAvailable none ->
                json.append("{\"none\":\"")
                        .append(none.reason().name().toLowerCase(java.util.Locale.ROOT))
                        .append('"');
        }
        json.append(",\"looked_at\":")
                .append(why.looked())
                .append(",\"serving\":")
                .append(why.serving());
        if (!why.compared().isEmpty()) {
            json.append(",\"compared\":[");
            for (int i = 0; i < why.compared().size(); i++) {
                json.append(i == 0 ? "" : ",");
                score(json, why.compared().get(i));
            }
            json.append(']');
        }
        List<Explanation.Exclusion> excluded = why.excluded();
        if (!excluded.isEmpty()) {
            json.append(",\"excluded\":[");
            for (int i = 0; i < Math.min(EXCLUSIONS_MAX, excluded.size()); i++) {
                json.append(i == 0 ? "" : ",");
                quote(
                        json,
                        excluded.get(i).account().name() + ": "
                                + excluded.get(i).words());
            }
            json.append("],\"excluded_count\":").append(excluded.size());
        }
        json.append('}');
    }

    private static void score(StringBuilder json, Explanation.Score score) {
        json.append("{\"account\":");
        quote(json, score.account());
        json.append(",\"cost\":").append(score.cost());
        part(json, "slots", score.slots());
        part(json, "sessions", score.sessions());
        part(json, "quota", score.quota());
        part(json, "first_byte", score.firstByte());
        part(json, "errors", score.errors());
        part(json, "warmth", -score.warmth());
        json.append('}');
    }

    /** Parts that are zero are left out. */
    private static void part(StringBuilder json, String name, int value) {
        if (value != 0) {
            json.append(",\"").append(name).append("\":").append(value);
        }
    }

    /** Why no account could take a request, with their names, for the log. */
    static String exclusions(Decision.NoneAvailable none, AccountPicker picker) {
        List<Explanation.Exclusion> excluded = Explanation.of(none, picker).excluded();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(EXCLUSIONS_MAX, excluded.size()); i++) {
            text.append(i == 0 ? "" : "; ")
                    .append(excluded.get(i).account().name())
                    .append(": ")
                    .append(excluded.get(i).words());
        }
        return text.toString();
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        JsonStringEncoder.getInstance()
                .quoteAsString(text.length() > DETAIL_MAX ? text.substring(0, DETAIL_MAX) : text, json);
        json.append('"');
    }
}
