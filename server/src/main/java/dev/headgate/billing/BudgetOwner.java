package dev.headgate.billing;

import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.UserId;
import java.util.Locale;

/** Whose spending a budget limits. */
public record BudgetOwner(Kind kind, long id) {
    /** Whose. */
    public enum Kind {
        KEY,
        USER,
        GROUP;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    public static BudgetOwner of(KeyId key) {
        return new BudgetOwner(Kind.KEY, key.value());
    }

    public static BudgetOwner of(UserId user) {
        return new BudgetOwner(Kind.USER, user.value());
    }

    public static BudgetOwner of(GroupId group) {
        return new BudgetOwner(Kind.GROUP, group.value());
    }

    /** In words, for clients: whose budget it is. */
    String words() {
        return switch (kind) {
            case KEY -> "This key's";
            case USER -> "This user's";
            case GROUP -> "This group's";
        };
    }
}
