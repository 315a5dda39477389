package dev.headgate.identity;

import java.util.Locale;

/** What somebody may do by the API. A permission to change something includes nothing else: reading it is one of its own. */
public enum Permission {
    /** What belongs to oneself: profile, own keys, own usage and requests. */
    OWN,
    USERS_READ,
    USERS_WRITE,
    /** Give and take roles; needs a fresh proof of identity. */
    ROLES_WRITE,
    KEYS_READ,
    KEYS_WRITE,
    GROUPS_READ,
    GROUPS_WRITE,
    ACCOUNTS_READ,
    ACCOUNTS_WRITE,
    /** See upstream credentials in an export; needs a fresh proof of identity. */
    CREDENTIALS_EXPORT,
    PRICES_READ,
    PRICES_WRITE,
    MONEY_READ,
    MONEY_WRITE,
    USAGE_READ,
    REQUESTS_READ,
    AUDIT_READ,
    SETTINGS_READ,
    SETTINGS_WRITE,
    TOKENS_READ,
    TOKENS_WRITE,
    WEBHOOKS_READ,
    /** Say where events are sent. */
    WEBHOOKS_WRITE,
    ALERTS_READ,
    ALERTS_WRITE,
    ANNOUNCEMENTS_READ,
    ANNOUNCEMENTS_WRITE,
    SYSTEM_READ,
    SYSTEM_WRITE;

    /** Its stable text, e.g. {@code accounts:write}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    /** The permission of that text. */
    public static Permission of(String id) {
        for (Permission permission : values()) {
            if (permission.id().equals(id)) {
                return permission;
            }
        }
        throw new IllegalArgumentException("permission: \"" + id + "\" (expected: one of the documented permissions)");
    }
}
