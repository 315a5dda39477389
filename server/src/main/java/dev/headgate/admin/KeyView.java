package dev.headgate.admin;

import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import dev.headgate.identity.AddressList;
import dev.headgate.identity.GroupRight;
import dev.headgate.identity.KeyRow;
import dev.headgate.identity.KeyRules;
import dev.headgate.identity.Keys;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A key as the API shows it, and what is written to change one. */
record KeyView(
        String id,
        String name,
        String userId,
        String email,
        String groupId,
        String group,

        @Doc("how its text begins") String prefix,

        boolean enabled,
        @Doc("owned by the settings file") boolean declared,

        @Doc("its user may no longer use its group, so calls with it are refused")
        boolean withdrawn,

        LimitsView limits,
        @Doc("models it may use, with *; empty = all") List<String> models,

        @Doc("addresses and networks it may be used from; empty = all")
        List<String> addresses,

        @Doc("user-agents that may use it, with *; empty = all")
        List<String> clients,

        @Nullable Instant expiresAt,
        Instant createdAt,

        @Doc("to the minute; absent = never") @Nullable Instant usedAt,

        @Doc("the address it was last used from") @Nullable String usedFrom,

        @Doc("until when its text before the last rotation is good") @Nullable
        Instant oldUntil) {

    /** A key and its text, which is shown once. */
    record Made(KeyView key, @Doc("shown once") String text) {}

    /** What of a key can be changed; what is absent stays as it is. */
    record Change(
            @Nullable String name,
            @Nullable String groupId,
            @Nullable Boolean enabled,
            @Nullable LimitsView limits,
            @Nullable List<String> models,
            @Nullable List<String> addresses,
            @Nullable List<String> clients,
            @Nullable Clearable<Instant> expiresAt) {

        Keys.Change on(KeyRow key, Function<String, Keys.Place> places) {
            KeyRules before = key.key().rules();
            KeyRules rules = new KeyRules(
                    models == null ? before.models() : models,
                    Clearable.or(expiresAt, before.expires()),
                    addresses == null ? before.addresses() : AddressList.of(addresses),
                    clients == null ? before.clients() : lower(clients));
            return new Keys.Change(
                    name, groupId == null ? null : places.apply(groupId), enabled, LimitsView.orNull(limits), rules);
        }
    }

    /** What is told of a new key. */
    record Rules(
            @Nullable List<String> models,
            @Nullable List<String> addresses,
            @Nullable List<String> clients,
            @Nullable Instant expiresAt) {

        KeyRules rules() {
            return new KeyRules(
                    models == null ? List.of() : models,
                    expiresAt,
                    AddressList.of(addresses == null ? List.of() : addresses),
                    clients == null ? List.of() : lower(clients));
        }
    }

    record Rotation(
            @Doc("how long the old text stays good, at most 30 days; absent = not at all") @Nullable
            Long graceSeconds) {}

    private static List<String> lower(List<String> patterns) {
        return patterns.stream()
                .map(pattern -> pattern.toLowerCase(Locale.ROOT))
                .toList();
    }

    static KeyView of(KeyRow row, String group) {
        KeyRules rules = row.key().rules();
        return new KeyView(
                row.key().id().toString(),
                row.key().name(),
                row.key().user().toString(),
                row.email(),
                row.key().group().toString(),
                group,
                row.prefix(),
                row.key().enabled(),
                row.key().declared(),
                row.key().right() == GroupRight.GONE,
                LimitsView.of(row.key().limits()),
                rules.models(),
                rules.addresses().texts(),
                rules.clients(),
                rules.expires(),
                row.createdAt(),
                row.usedAt(),
                row.usedFrom().isEmpty() ? null : row.usedFrom(),
                row.oldUntil());
    }

    static Made made(Keys.Made made, String group) {
        Secret text = made.text();
        return new Made(of(made.key(), group), text.reveal());
    }
}
