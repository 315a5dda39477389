package dev.headgate.admin;

import dev.headgate.base.CallLimits;
import dev.headgate.base.KeyId;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.identity.KeyRow;
import dev.headgate.identity.Keys;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is done to keys, by their users and by operators alike, with its audit entries. Which keys and groups somebody may name is the
 * caller's to say: {@link KeysApi} all, {@link MeKeysApi} one's own.
 */
final class KeyDesk {
    private final Keys keys;
    private final GroupNames groups;
    private final String area;

    /** @param area how the operations' names begin, {@code keys} or {@code me.keys} */
    KeyDesk(Keys keys, GroupNames groups, String area) {
        this.keys = keys;
        this.groups = groups;
        this.area = area;
    }

    KeyView view(KeyRow row) {
        return KeyView.of(row, groups.of(row.key().group()));
    }

    /** Up to {@code limit} of the rows found for one more, see {@link Lists#page}. */
    AdminApi.Page<KeyView> page(Keys.Filter filter, int limit) {
        List<KeyRow> rows = keys.list(filter);
        return Lists.page(rows, limit, this::view, row -> row.key().id().toString());
    }

    /**
     * What is asked for.
     *
     * @param limits null for none
     */
    record Asked(
            String name,
            UserId user,
            Keys.Place place,
            @Nullable LimitsView limits,
            KeyView.Rules rules) {}

    Object create(ApiCall call, Asked asked, @Nullable Secret text) {
        CallLimits limits = LimitsView.orNull(asked.limits());
        Keys.Made made = keys.create(new Keys.Wish(
                asked.name(),
                asked.user(),
                asked.place(),
                limits == null ? CallLimits.NONE : limits,
                asked.rules().rules(),
                text));
        KeyView.Made view = made(made);
        call.changed(area + ".create", "key:" + view.key().id(), null, view.key());
        return view;
    }

    private KeyView.Made made(Keys.Made made) {
        return KeyView.made(made, groups.of(made.key().key().group()));
    }

    /** @param places the place in the group of that id, where the caller may name it */
    Object change(ApiCall call, KeyRow before, KeyView.Change input, Function<String, Keys.Place> places) {
        return change(call, before.key().id().value(), input.on(before, places), "change");
    }

    KeyView change(ApiCall call, long id, Keys.Change change, String what) {
        Keys.Changed changed = keys.change(new KeyId(id), change).orElseThrow(() -> ApiFault.notFound("key"));
        KeyView after = view(changed.after());
        call.changed(area + "." + what, "key:" + id, view(changed.before()), after);
        return after;
    }

    Object rotate(ApiCall call, KeyRow key, KeyView.Rotation input) {
        Duration grace = Duration.ofSeconds(input.graceSeconds() == null ? 0 : input.graceSeconds());
        Keys.Made made = keys.rotate(key.key().id(), grace).orElseThrow(() -> ApiFault.notFound("key"));
        call.changed(area + ".rotate", "key:" + key.key().id(), null, view(made.key()));
        return made(made);
    }

    @Nullable
    Object delete(ApiCall call, KeyRow key) {
        KeyRow before = keys.delete(key.key().id()).orElseThrow(() -> ApiFault.notFound("key"));
        call.changed(area + ".delete", "key:" + key.key().id(), view(before), null);
        return null;
    }
}
