package dev.headgate.admin;

import dev.headgate.accounts.GroupRow;
import dev.headgate.accounts.Groups;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.UserId;
import dev.headgate.billing.Billing;
import dev.headgate.billing.Plan;
import dev.headgate.billing.Subscription;
import dev.headgate.config.Doc;
import dev.headgate.identity.GroupRights;
import dev.headgate.identity.KeyRow;
import dev.headgate.identity.Keys;
import dev.headgate.identity.Listing;
import dev.headgate.identity.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One's own keys. A person sees and changes nobody else's here, whatever their role: every look-up goes through {@link #own}.
 */
final class MeKeysApi {
    private final Keys keys;
    private final Groups groups;
    private final KeyDesk desk;
    private final Billing billing;
    private final GroupRights rights;

    MeKeysApi(Keys keys, Groups groups, GroupNames names, Billing billing, GroupRights rights) {
        this.keys = keys;
        this.groups = groups;
        this.desk = new KeyDesk(keys, names, "me.keys");
        this.billing = billing;
        this.rights = rights;
    }

    record OwnKeyFilter(
            @Doc("a part of the key's name") @Nullable String search,
            @Doc("next_cursor of the page before") @Nullable String cursor,
            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record NewOwnKey(
            @Doc("unique among one's own keys") String name,
            @Doc("one of those that GET /me/groups tells") String groupId,
            @Nullable LimitsView limits,
            @Nullable List<String> models,
            @Nullable List<String> addresses,
            @Nullable List<String> clients,
            @Nullable Instant expiresAt) {}

    record OwnGroup(
            String id,
            String name,

            @Doc("none, balance, subscription or subscription-then-balance")
            String billing,

            @Doc("charge per list price, 1000000 = 1.0") long multiplierPpm) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/me/keys", "me.keys.list", "One's own keys, the newest first")
                        .needs(Permission.OWN)
                        .givesPage(KeyView.class)
                        .with(OwnKeyFilter.class, this::list),
                Endpoint.post("/me/keys", "me.keys.create", "Make a key for oneself; its text is shown once")
                        .needs(Permission.OWN)
                        .secretOnce()
                        .gives(KeyView.Made.class)
                        .with(NewOwnKey.class, this::create),
                Endpoint.get("/me/keys/{id}", "me.keys.show", "One of one's own keys")
                        .needs(Permission.OWN)
                        .gives(KeyView.class)
                        .by(call -> desk.view(own(call))),
                Endpoint.patch("/me/keys/{id}", "me.keys.change", "Change one of one's own keys")
                        .needs(Permission.OWN)
                        .gives(KeyView.class)
                        .with(
                                KeyView.Change.class,
                                (call, input) -> desk.change(call, own(call), input, id -> mayUse(call, id))),
                Endpoint.post("/me/keys/{id}/rotate", "me.keys.rotate", "Give a key another text, which is shown once")
                        .needs(Permission.OWN)
                        .secretOnce()
                        .tells(KeyView.Made.class)
                        .with(KeyView.Rotation.class, (call, input) -> desk.rotate(call, own(call), input)),
                Endpoint.delete("/me/keys/{id}", "me.keys.delete", "Remove one of one's own keys")
                        .needs(Permission.OWN)
                        .by(call -> desk.delete(call, own(call))),
                Endpoint.get("/me/groups", "me.groups.list", "The groups one may make keys in")
                        .needs(Permission.OWN)
                        .givesPage(OwnGroup.class)
                        .by(call -> new AdminApi.Page<>(
                                open(call).stream()
                                        .map(choice -> view(choice.row()))
                                        .toList(),
                                null)));
    }

    private static UserId me(ApiCall call) {
        return call.person().person().user().id();
    }

    /** The key that the path names, when it is the caller's; another's is not told from one that isn't there. */
    private KeyRow own(ApiCall call) {
        return keys.find(new KeyId(call.id()))
                .filter(row -> row.key().user().equals(me(call)))
                .orElseThrow(() -> ApiFault.notFound("key"));
    }

    private static OwnGroup view(GroupRow row) {
        return new OwnGroup(
                row.group().id().toString(),
                row.group().name(),
                row.group().billing().id(),
                row.group().multiplierPpm());
    }

    /** A group that the caller may use, and whether only by a right of theirs. */
    private record Choice(GroupRow row, boolean byRight) {}

    /** Groups that are open to all, those of one's running subscriptions, and those that one has a right for. */
    private List<Choice> open(ApiCall call) {
        Set<Long> plans = billing.subscriptions().of(me(call)).stream()
                .filter(subscription -> subscription.runsAt(call.now()))
                .map(Subscription::plan)
                .collect(Collectors.toSet());
        Set<GroupId> subscribed = billing.subscriptions().plans().stream()
                .filter(plan -> plans.contains(plan.id()))
                .map(Plan::group)
                .collect(Collectors.toSet());
        Set<GroupId> given = rights.groups(me(call));
        return groups.list().stream()
                .filter(row -> row.group().enabled())
                .filter(row -> row.opened()
                        || subscribed.contains(row.group().id())
                        || given.contains(row.group().id()))
                .map(row -> new Choice(
                        row, !row.opened() && !subscribed.contains(row.group().id())))
                .toList();
    }

    private Keys.Place mayUse(ApiCall call, String groupId) {
        return open(call).stream()
                .filter(choice -> choice.row().group().id().toString().equals(groupId))
                .findFirst()
                .map(choice -> new Keys.Place(choice.row().group().id(), choice.byRight()))
                .orElseThrow(() -> ApiFault.invalid(List.of(
                        new ApiFault.Field("group_id", "\"" + groupId + "\" (expected: one of GET /me/groups)"))));
    }

    private Object list(ApiCall call, OwnKeyFilter filter) {
        int limit = Lists.limit(filter.limit());
        Listing listing = new Listing(filter.search(), Lists.cursor(filter.cursor()), limit + 1);
        return desk.page(new Keys.Filter(listing, me(call), null, null), limit);
    }

    private Object create(ApiCall call, NewOwnKey input) {
        KeyView.Rules rules = new KeyView.Rules(input.models(), input.addresses(), input.clients(), input.expiresAt());
        Keys.Place place = mayUse(call, input.groupId());
        return desk.create(call, new KeyDesk.Asked(input.name(), me(call), place, input.limits(), rules), null);
    }
}
