package dev.headgate.admin;

import dev.headgate.base.GatewayException;
import dev.headgate.config.Doc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The same done to many: each item for itself, so that one that can't be done holds up no other. */
final class Bulk {
    private static final int ITEMS_MAX = 1_000;

    private Bulk() {}

    /** How it went, item by item, in the order asked. */
    record Outcome(List<Item> items) {
        Outcome {
            items = List.copyOf(items);
        }
    }

    /** How it went with one. */
    record Item(
            String id,
            boolean done,
            @Doc("why it was not done") @Nullable String problem) {}

    static Outcome each(List<String> ids, LongConsumer action) {
        if (ids.isEmpty() || ids.size() > ITEMS_MAX) {
            throw ApiFault.invalid(
                    List.of(new ApiFault.Field("ids", ids.size() + " items (expected: 1 - " + ITEMS_MAX + ")")));
        }
        List<Item> items = new ArrayList<>();
        for (String id : ids) {
            items.add(one(id, action));
        }
        return new Outcome(items);
    }

    private static Item one(String id, LongConsumer action) {
        try {
            action.accept(Long.parseLong(id));
            return new Item(id, true, null);
        } catch (NumberFormatException e) {
            return new Item(id, false, "not an id");
        } catch (ApiFault e) {
            if (e.status() == 400) {
                throw e; // the request itself is wrong, for all of them
            }
            return new Item(id, false, e.detail());
        } catch (GatewayException e) {
            return new Item(id, false, e.publicMessage());
        }
    }

    static ApiFault unknown(String action, String expected) {
        return ApiFault.invalid(
                List.of(new ApiFault.Field("action", "\"" + action + "\" (expected: " + expected + ")")));
    }
}
