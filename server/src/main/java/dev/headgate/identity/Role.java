package dev.headgate.identity;

import static dev.headgate.identity.Permission.ACCOUNTS_READ;
import static dev.headgate.identity.Permission.ACCOUNTS_WRITE;
import static dev.headgate.identity.Permission.ALERTS_READ;
import static dev.headgate.identity.Permission.ALERTS_WRITE;
import static dev.headgate.identity.Permission.ANNOUNCEMENTS_READ;
import static dev.headgate.identity.Permission.ANNOUNCEMENTS_WRITE;
import static dev.headgate.identity.Permission.AUDIT_READ;
import static dev.headgate.identity.Permission.GROUPS_READ;
import static dev.headgate.identity.Permission.GROUPS_WRITE;
import static dev.headgate.identity.Permission.KEYS_READ;
import static dev.headgate.identity.Permission.MONEY_READ;
import static dev.headgate.identity.Permission.MONEY_WRITE;
import static dev.headgate.identity.Permission.OWN;
import static dev.headgate.identity.Permission.PRICES_READ;
import static dev.headgate.identity.Permission.PRICES_WRITE;
import static dev.headgate.identity.Permission.REQUESTS_READ;
import static dev.headgate.identity.Permission.ROLES_WRITE;
import static dev.headgate.identity.Permission.SETTINGS_READ;
import static dev.headgate.identity.Permission.SYSTEM_READ;
import static dev.headgate.identity.Permission.TOKENS_READ;
import static dev.headgate.identity.Permission.USAGE_READ;
import static dev.headgate.identity.Permission.USERS_READ;
import static dev.headgate.identity.Permission.WEBHOOKS_READ;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Who somebody is to Headgate, as a set of permissions. The table is here and nowhere else. */
public enum Role {
    /** Everything. The last owner can't be removed. */
    OWNER(EnumSet.allOf(Permission.class)),
    /** Everything but giving roles. */
    ADMIN(without(ROLES_WRITE)),
    /** Runs the pool: accounts and groups; sees who uses it. */
    OPERATOR(EnumSet.of(
            OWN,
            ACCOUNTS_READ,
            ACCOUNTS_WRITE,
            GROUPS_READ,
            GROUPS_WRITE,
            KEYS_READ,
            USERS_READ,
            USAGE_READ,
            REQUESTS_READ,
            PRICES_READ,
            SYSTEM_READ,
            ALERTS_READ,
            ALERTS_WRITE,
            ANNOUNCEMENTS_READ,
            ANNOUNCEMENTS_WRITE)),
    /** Keeps the money: prices, balances, reports. */
    FINANCE(EnumSet.of(
            OWN,
            PRICES_READ,
            PRICES_WRITE,
            MONEY_READ,
            MONEY_WRITE,
            USAGE_READ,
            USERS_READ,
            KEYS_READ,
            GROUPS_READ,
            ALERTS_READ)),
    /** Reads all, changes nothing. */
    AUDITOR(EnumSet.of(
            OWN,
            USERS_READ,
            KEYS_READ,
            GROUPS_READ,
            ACCOUNTS_READ,
            PRICES_READ,
            MONEY_READ,
            USAGE_READ,
            REQUESTS_READ,
            AUDIT_READ,
            SETTINGS_READ,
            TOKENS_READ,
            SYSTEM_READ,
            WEBHOOKS_READ,
            ALERTS_READ,
            ANNOUNCEMENTS_READ)),
    /** Holds keys and sees what is their own. */
    USER(EnumSet.of(OWN));

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, and of an enum set that nobody else holds
    private final Set<Permission> permissions;

    Role(EnumSet<Permission> permissions) {
        this.permissions = Collections.unmodifiableSet(permissions);
    }

    private static EnumSet<Permission> without(Permission one) {
        EnumSet<Permission> most = EnumSet.allOf(Permission.class);
        most.remove(one);
        return most;
    }

    public Set<Permission> permissions() {
        return permissions;
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** Its stable text. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that text. */
    public static Role of(String id) {
        for (Role role : values()) {
            if (role.id().equals(id)) {
                return role;
            }
        }
        throw new IllegalArgumentException(
                "role: \"" + id + "\" (expected: owner, admin, operator, finance, auditor or user)");
    }
}
