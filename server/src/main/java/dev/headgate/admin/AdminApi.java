package dev.headgate.admin;

import dev.headgate.base.GatewayException;
import dev.headgate.identity.AuditLog;
import dev.headgate.identity.RememberedAnswers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API as a function from request to answer: finds the operation, the caller and their permission, reads the input, runs the
 * operation once per idempotency key, writes the audit entries, and tells every refusal as problem details. Blocking; thread-safe.
 */
final class AdminApi {
    private static final Logger log = LoggerFactory.getLogger(AdminApi.class);
    private static final String JSON = "application/json";
    static final String ZIP = "application/zip";
    private static final String PROBLEM = "application/problem+json";
    private static final int IDEMPOTENCY_KEY_MAX = 200;
    private static final int SUBJECT_MAX = 340;
    private static final int PATH_SHOWN = 200;

    private final Paths paths;
    private final Callers callers;
    private final RememberedAnswers remembered;
    private final AuditLog audit;

    AdminApi(List<Endpoint<?>> endpoints, Callers callers, RememberedAnswers remembered, AuditLog audit) {
        this.paths = new Paths(endpoints);
        this.callers = callers;
        this.remembered = remembered;
        this.audit = audit;
    }

    ApiResponse answer(ApiRequest request) {
        try {
            return dispatch(request);
        } catch (RuntimeException e) {
            ApiResponse answer = refused(request.id(), e);
            if (answer.status() == 401 || answer.status() == 403 || answer.status() == 429) {
                String path = request.path()
                        .substring(0, Math.min(PATH_SHOWN, request.path().length()));
                log.info(
                        "API request {} was refused with {}: {} {} from {}",
                        request.id(),
                        answer.status(),
                        request.method(),
                        path,
                        request.address());
            }
            return answer;
        }
    }

    /** Tells a failure; the words of one that isn't meant for the caller stay in the log. */
    static ApiResponse refused(String requestId, Throwable failure) {
        return switch (failure) {
            case ApiFault e -> problem(requestId, e);
            case GatewayException e ->
                problem(
                        requestId,
                        new ApiFault(
                                e.code().status(),
                                e.code().id(),
                                e.publicMessage(),
                                List.of(),
                                e.retryAfter().orElse(null)));
            case IllegalArgumentException e ->
                problem(requestId, ApiFault.invalid(List.of(ApiJson.named("", String.valueOf(e.getMessage())))));
            default -> {
                log.error("API request {} failed inside", requestId, failure);
                yield problem(requestId, new ApiFault(500, "internal", "Something went wrong inside Headgate."));
            }
        };
    }

    private ApiResponse dispatch(ApiRequest request) {
        Paths.Match match = paths.find(request.method(), request.path());
        if (match == null) {
            throw new ApiFault(404, "not_found", "There is no " + request.path() + " in this API.");
        }
        Endpoint<?> endpoint = match.endpoint();
        if (endpoint == null) {
            String allowed = String.join(", ", match.methods());
            throw new ApiFault(
                    405, "method_not_allowed", "method: " + request.method() + " (expected: " + allowed + ")");
        }
        Actor actor = callers.of(request);
        callers.check(endpoint, request, actor);
        ApiCall call = new ApiCall(request, actor, match.names(), callers.clock());
        Optional<String> key = endpoint.changes() ? request.header("idempotency-key") : Optional.empty();
        // strangers share no name under which an answer could be remembered for one of them alone
        boolean remember = key.isPresent() && !(actor instanceof Actor.Stranger);
        return remember ? once(endpoint, call, key.get()) : run(endpoint, call);
    }

    /** Runs an operation unless that key's was run before: then its answer is given again. */
    private ApiResponse once(Endpoint<?> endpoint, ApiCall call, String key) {
        if (key.isBlank() || key.length() > IDEMPOTENCY_KEY_MAX) {
            throw ApiFault.invalid(List.of(new ApiFault.Field(
                    "Idempotency-Key", key.length() + " characters (expected: 1 - " + IDEMPOTENCY_KEY_MAX + ")")));
        }
        String actor = call.actor().name();
        String fingerprint = remembered.fingerprint(
                call.request().method() + " " + call.request().path(),
                call.request().body());
        return switch (remembered.claim(actor, key, fingerprint)) {
            case RememberedAnswers.Claim.Fresh fresh -> {
                ApiResponse answer;
                try {
                    answer = run(endpoint, call);
                } catch (RuntimeException e) {
                    remembered.forget(actor, key); // a refusal changes nothing, so it may be tried again
                    throw e;
                }
                Telling telling = answer.telling();
                if (telling != null) {
                    yield answer.tellingBy(remembering(telling, actor, key));
                }
                String body = toldOnce(endpoint) ? "" : new String(answer.body(), StandardCharsets.UTF_8);
                remembered.answered(actor, key, answer.status(), body);
                yield answer;
            }
            case RememberedAnswers.Claim.Done done
            when toldOnce(endpoint) ->
                throw new ApiFault(
                        409, "done_already", "This was done; what it told was told once and is kept nowhere.");
            case RememberedAnswers.Claim.Done done ->
                new ApiResponse(
                        done.status(),
                        JSON,
                        List.of(Map.entry("idempotency-replayed", "true")),
                        done.body().getBytes(StandardCharsets.UTF_8));
            case RememberedAnswers.Claim.Working working ->
                throw new ApiFault(
                        409, "in_progress", "The first call with this idempotency key has not been answered yet.");
            case RememberedAnswers.Claim.Different different ->
                throw new ApiFault(422, "idempotency_key_reused", "This idempotency key was used for another request.");
        };
    }

    /** Work that is told as it goes on is remembered as done with its first event: until then it is refused like any call. */
    private Telling remembering(Telling telling, String actor, String key) {
        return new Telling(tell -> {
            AtomicBoolean begun = new AtomicBoolean();
            try {
                telling.work().run(event -> {
                    if (begun.compareAndSet(false, true)) {
                        remembered.answered(actor, key, 200, "");
                    }
                    tell.accept(event);
                });
            } finally {
                if (!begun.get()) {
                    remembered.forget(actor, key);
                }
            }
        });
    }

    /** Whether an answer can't be given a second time. */
    private static boolean toldOnce(Endpoint<?> endpoint) {
        return endpoint.traits().secretOnce() || endpoint.output().form() == Endpoint.Form.STREAM;
    }

    private <I extends Record> ApiResponse run(Endpoint<I> endpoint, ApiCall call) {
        I input = endpoint.method().equals("GET")
                ? ApiJson.readQuery(
                        endpoint.input(),
                        endpoint.input() == Endpoint.AnyQuery.class
                                ? Map.of()
                                : call.request().query())
                : ApiJson.readBody(endpoint.input(), call.request().body());
        FieldRights.check(input, call.actor());
        if (endpoint.method().equals("PATCH")) {
            Paths.Match match = paths.find("GET", call.request().path());
            Unchanged.check(call, match == null ? null : match.endpoint());
        }
        Object output = watched(endpoint, call, input);
        if (output instanceof EventSource events) {
            return new ApiResponse(200, "text/event-stream", call.headers(), new byte[0], events, null, null, null);
        }
        if (output instanceof Telling telling) {
            return new ApiResponse(200, "text/event-stream", call.headers(), new byte[0], null, telling, null, null);
        }
        if (output instanceof FileAnswer answer) {
            call.header("content-disposition", "attachment; filename=\"" + answer.name() + "\"");
            return new ApiResponse(200, ZIP, call.headers(), new byte[0], null, null, answer.file(), null);
        }
        if (output instanceof Download download) {
            return new ApiResponse(200, download.type(), call.headers(), new byte[0], null, null, null, download);
        }
        byte[] body = output == null ? new byte[0] : ApiJson.write(output).getBytes(StandardCharsets.UTF_8);
        return new ApiResponse(endpoint.output().status(), JSON, call.headers(), body);
    }

    /** Runs the action; what it changes is told in the audit log, whatever becomes of this process meanwhile. */
    private <I extends Record> @Nullable Object watched(Endpoint<I> endpoint, ApiCall call, I input) {
        if (endpoint.traits().unaudited()) {
            return endpoint.action().run(call, input);
        }
        String path = call.request().path();
        String subject = path.substring(0, Math.min(path.length(), SUBJECT_MAX));
        AuditLog.Watch watch = audit.watch(call.actor().name(), endpoint.id(), subject, call.origin());
        Object output;
        try {
            output = watch.over(() -> endpoint.action().run(call, input));
        } catch (RuntimeException e) {
            if (isRefusal(e)) {
                watch.done(call.deeds());
            } else {
                watch.broke(call.deeds());
            }
            throw e;
        }
        if (output instanceof Telling telling) {
            return new Telling(tell -> watchedOn(watch, call, telling, tell));
        }
        if (endpoint.traits().watched()) {
            call.changed(endpoint.id(), subject, null, null);
        }
        watch.done(call.deeds());
        return output;
    }

    /** The same for what is done while it is told: the entries are written at its end, also when nobody listens to it any more. */
    private static void watchedOn(AuditLog.Watch watch, ApiCall call, Telling telling, Consumer<Object> tell) {
        try {
            watch.over(() -> {
                telling.work().run(tell);
                return null;
            });
        } catch (RuntimeException e) {
            Thread.interrupted(); // whoever listened may have gone; the entries are written all the same
            if (e instanceof CancellationException || isRefusal(e)) {
                watch.done(call.deeds());
            } else {
                watch.broke(call.deeds());
            }
            throw e;
        }
        watch.done(call.deeds());
    }

    /** Whether a failure is the caller's, told before anything that matters was changed. */
    private static boolean isRefusal(RuntimeException failure) {
        return switch (failure) {
            case ApiFault e -> e.status() < 500;
            case GatewayException e -> e.code().status() < 500;
            case IllegalArgumentException e -> true;
            default -> false;
        };
    }

    /** A problem as {@code application/problem+json}. */
    record Problem(
            String type,
            String title,
            int status,
            String code,
            String detail,
            List<ApiFault.Field> fields,
            String requestId) {}

    static ApiResponse problem(String requestId, ApiFault fault) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(fault.headers());
        if (fault.retryAfter() != null) {
            headers.add(Map.entry(
                    "retry-after", Long.toString(Math.max(1, fault.retryAfter().toSeconds()))));
        }
        Problem problem = new Problem(
                "about:blank",
                title(fault.status()),
                fault.status(),
                fault.code(),
                fault.detail(),
                fault.fields(),
                requestId);
        return new ApiResponse(
                fault.status(), PROBLEM, headers, ApiJson.write(problem).getBytes(StandardCharsets.UTF_8));
    }

    private static String title(int status) {
        Map<Integer, String> titles = new LinkedHashMap<>();
        titles.put(400, "Bad Request");
        titles.put(401, "Unauthorized");
        titles.put(403, "Forbidden");
        titles.put(404, "Not Found");
        titles.put(405, "Method Not Allowed");
        titles.put(409, "Conflict");
        titles.put(422, "Unprocessable Content");
        titles.put(429, "Too Many Requests");
        titles.put(503, "Service Unavailable");
        return titles.getOrDefault(status, "Error");
    }

    /** A page of a list; {@code nextCursor} is null on the last. */
    record Page<T>(List<T> items, @Nullable String nextCursor) {
        Page {
            items = List.copyOf(items);
        }
    }
}
