package dev.headgate.identity;

import dev.headgate.base.Money;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import java.util.List;

/**
 * What applying a declaration brought about.
 *
 * @param made keys made just now; their text is known only here
 * @param grants money that declared users are due, each under an id that makes repeating it harmless
 */
public record Applied(List<MadeKey> made, List<Grant> grants) {
    public Applied {
        made = List.copyOf(made);
        grants = List.copyOf(grants);
    }

    /** A key to be shown once. */
    public record MadeKey(String name, String user, Secret key) {}

    /** Money for a user, once for {@code id}. */
    public record Grant(String id, UserId user, Money amount) {}
}
