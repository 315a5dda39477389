package dev.headgate.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.base.Check;
import dev.headgate.base.GroupId;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.billing.Plan;
import dev.headgate.billing.Validity;
import dev.headgate.config.Doc;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan that users can subscribe to, as the file declares it. */
public record PlanNode(
        @Doc("the plan's name") String name,
        @Doc("the group whose keys draw on it") String group,
        @Doc("USD for one validity; default 0") @Nullable Money price,

        @Doc("`30d`, `1mo` or `none`; default none") @Nullable
        String validity,

        @Doc("`none`, or `balance`: goes on at its end for its price from the balance; default none") @Nullable
        String renewal,

        @Doc("time zone of its days, weeks and months, e.g. Europe/Berlin; default `limits.time-zone`") @Nullable
        String timeZone,

        @Doc("USD of calls within each window: `5h`, `day`, `week`, `month`, counted from the subscription's start")
        @Nullable
        JsonNode limits) {
    public PlanNode {
        Check.notBlank("name", name);
        Check.notBlank("group", group);
        plan(name, new GroupId(0), new Terms(price, validity, renewal, limits), zone(timeZone, ZoneOffset.UTC));
    }

    /** What a plan's price buys, as it was written. */
    private record Terms(
            @Nullable Money price,
            @Nullable String validity,
            @Nullable String renewal,
            @Nullable JsonNode limits) {}

    /** The plan; {@code usual} is its zone when it names none. */
    Plan plan(GroupId id, ZoneId usual) {
        return plan(name, id, new Terms(price, validity, renewal, limits), zone(timeZone, usual));
    }

    private static Plan plan(String name, GroupId group, Terms terms, ZoneId zone) {
        Map<Period, Money> amounts = new EnumMap<>(Period.class);
        if (terms.limits() != null) {
            terms.limits()
                    .properties()
                    .forEach(limit -> amounts.put(
                            Period.of(limit.getKey()),
                            Money.parseUsd(limit.getValue().asText())));
        }
        Money price = terms.price();
        String validity = terms.validity();
        String renewal = terms.renewal();
        return new Plan(
                0,
                name,
                group,
                price == null ? Money.ZERO : price,
                Validity.parse(validity == null ? "none" : validity),
                amounts,
                Plan.Renewal.of(renewal == null ? "none" : renewal),
                zone,
                true,
                true);
    }

    /** The zone of that name, {@code usual} for none. */
    static ZoneId zone(@Nullable String name, ZoneId usual) {
        try {
            return name == null ? usual : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "time-zone: \"" + name + "\" (expected: a zone such as Europe/Berlin)", e);
        }
    }
}
