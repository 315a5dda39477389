package dev.headgate.admin;

import dev.headgate.identity.Permission;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * What callers may say in an operation's input: fields that are marked with {@link Needs} only with their permission. A field that is
 * absent or null says nothing. This is the only place that looks, for every operation.
 */
final class FieldRights {
    private FieldRights() {}

    /** A field, by its name in requests, and what saying it needs. */
    record Guarded(String field, Permission permission) {}

    /** Those of an operation's input. */
    static List<Guarded> of(Class<? extends Record> input) {
        List<Guarded> guarded = new ArrayList<>();
        for (RecordComponent component : input.getRecordComponents()) {
            Needs needs = component.getAnnotation(Needs.class);
            if (needs != null) {
                guarded.add(new Guarded(ApiJson.snake(component.getName()), needs.value()));
            }
        }
        return guarded;
    }

    /** Refuses an input that says what its sender may not say. */
    static void check(Record input, Actor actor) {
        List<ApiFault.Field> refused = new ArrayList<>();
        for (RecordComponent component : input.getClass().getRecordComponents()) {
            Needs needs = component.getAnnotation(Needs.class);
            if (needs != null && !actor.may(needs.value()) && ApiJson.value(component, input) != null) {
                refused.add(new ApiFault.Field(
                        ApiJson.snake(component.getName()),
                        "given (expected: absent without the permission "
                                + needs.value().id() + ", which you don't have)"));
            }
        }
        if (!refused.isEmpty()) {
            String detail =
                    refused.getFirst().field() + ": " + refused.getFirst().message();
            throw new ApiFault(403, "forbidden", detail, refused, null);
        }
    }
}
