package dev.headgate.admin;

import dev.headgate.accounts.Group;
import dev.headgate.accounts.GroupRow;
import dev.headgate.accounts.Groups;
import dev.headgate.base.GroupId;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Groups: pools of accounts with one billing policy. */
final class GroupsApi {
    private final Groups groups;
    private final Features.Pool pool;

    GroupsApi(Groups groups, Features.Pool pool) {
        this.groups = groups;
        this.pool = pool;
    }

    /** What happens to a call whose model has no price. */
    record UnknownModel(
            @Doc("refuse, unpriced, or price with both of the next")
            String policy,

            @Doc("pico-dollars per input token") @Nullable Long inputPicos,
            @Doc("pico-dollars per output token") @Nullable Long outputPicos) {

        static UnknownModel of(Group.UnknownModel model) {
            return switch (model) {
                case Group.UnknownModel.Refuse refuse -> new UnknownModel("refuse", null, null);
                case Group.UnknownModel.Unpriced unpriced -> new UnknownModel("unpriced", null, null);
                case Group.UnknownModel.Fallback price ->
                    new UnknownModel("price", price.inputPicos(), price.outputPicos());
            };
        }

        Group.UnknownModel read() {
            return switch (policy) {
                case "refuse" -> new Group.UnknownModel.Refuse();
                case "unpriced" -> new Group.UnknownModel.Unpriced();
                case "price" -> {
                    if (inputPicos == null || outputPicos == null || inputPicos < 0 || outputPicos < 0) {
                        throw new IllegalArgumentException(
                                "unknown_model: no prices (expected: input_picos and output_picos, 0 or more)");
                    }
                    yield new Group.UnknownModel.Fallback(inputPicos, outputPicos);
                }
                default ->
                    throw new IllegalArgumentException(
                            "unknown_model.policy: \"" + policy + "\" (expected: refuse, unpriced or price)");
            };
        }
    }

    record GroupView(
            String id,
            String name,
            boolean enabled,
            @Doc("owned by the settings file") boolean declared,
            @Doc("charge per list price, 1000000 = 1.0") long multiplierPpm,

            @Doc("none, balance, subscription or subscription-then-balance")
            String billing,

            UnknownModel unknownModel,

            @Doc("whether users may make keys in it by themselves")
            boolean opened,

            String note,
            @Doc("how many accounts are in it") int accounts,

            @Doc("how many keys belong to it, counted to 10,000")
            int keys) {}

    record NewGroup(
            String name,
            @Needs(Permission.MONEY_WRITE) @Nullable Long multiplierPpm,
            @Needs(Permission.MONEY_WRITE) @Nullable String billing,
            @Needs(Permission.MONEY_WRITE) @Nullable UnknownModel unknownModel,

            @Doc(
                    "whether users may make keys in it by themselves: of a group that charges nothing that gives away what its accounts cost")
            @Needs(Permission.MONEY_WRITE)
            @Nullable
            Boolean opened,

            @Nullable String note) {}

    record GroupChange(
            @Nullable String name,
            @Needs(Permission.MONEY_WRITE) @Nullable Long multiplierPpm,
            @Needs(Permission.MONEY_WRITE) @Nullable String billing,
            @Needs(Permission.MONEY_WRITE) @Nullable UnknownModel unknownModel,
            @Nullable Boolean enabled,

            @Doc("as when it is made") @Needs(Permission.MONEY_WRITE) @Nullable
            Boolean opened,

            @Nullable String note) {}

    /** What of a group moves money; what is absent stays as it is. */
    record GroupTerms(
            @Nullable Long multiplierPpm,
            @Nullable String billing,
            @Nullable UnknownModel unknownModel) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/groups", "groups.list", "All groups by name")
                        .needs(Permission.GROUPS_READ)
                        .givesPage(GroupView.class)
                        .by(call -> Lists.whole(groups.list(), GroupsApi::view)),
                Endpoint.post("/groups", "groups.create", "Make a group")
                        .needs(Permission.GROUPS_WRITE)
                        .gives(GroupView.class)
                        .with(NewGroup.class, this::create),
                Endpoint.get("/groups/{id}", "groups.show", "One group")
                        .needs(Permission.GROUPS_READ)
                        .gives(GroupView.class)
                        .by(call -> view(
                                groups.find(new GroupId(call.id())).orElseThrow(() -> ApiFault.notFound("group")))),
                Endpoint.patch("/groups/{id}", "groups.change", "Change a group; what is absent stays as it is")
                        .needs(Permission.GROUPS_WRITE)
                        .gives(GroupView.class)
                        .with(GroupChange.class, this::change),
                Endpoint.patch(
                                "/groups/{id}/terms",
                                "groups.terms",
                                "Change what of a group moves money, for who keeps the money and doesn't run the pool")
                        .needs(Permission.MONEY_WRITE)
                        .gives(GroupView.class)
                        .with(
                                GroupTerms.class,
                                (call, terms) -> change(
                                        call,
                                        new GroupChange(
                                                null,
                                                terms.multiplierPpm(),
                                                terms.billing(),
                                                terms.unknownModel(),
                                                null,
                                                null,
                                                null))),
                Endpoint.post("/groups/{id}/flush", "groups.flush", "Let its sessions and prompts find new homes")
                        .needs(Permission.GROUPS_WRITE)
                        .by(this::flush),
                Endpoint.delete("/groups/{id}", "groups.delete", "Remove a group that has no keys")
                        .needs(Permission.GROUPS_WRITE)
                        .by(this::delete));
    }

    private static GroupView view(GroupRow row) {
        Group group = row.group();
        return new GroupView(
                group.id().toString(),
                group.name(),
                group.enabled(),
                group.declared(),
                group.multiplierPpm(),
                group.billing().id(),
                UnknownModel.of(group.unknownModel()),
                row.opened(),
                row.note(),
                row.accounts(),
                row.keys());
    }

    private @Nullable Object create(ApiCall call, NewGroup input) {
        GroupView made = view(groups.create(new Groups.Change(
                input.name(),
                input.multiplierPpm(),
                input.billing() == null ? null : Group.Billing.of(input.billing()),
                input.unknownModel() == null ? null : input.unknownModel().read(),
                true,
                input.opened(),
                input.note())));
        call.changed("groups.create", "group:" + made.id(), null, made);
        return made;
    }

    private @Nullable Object change(ApiCall call, GroupChange input) {
        Groups.Change change = new Groups.Change(
                input.name(),
                input.multiplierPpm(),
                input.billing() == null ? null : Group.Billing.of(input.billing()),
                input.unknownModel() == null ? null : input.unknownModel().read(),
                input.enabled(),
                input.opened(),
                input.note());
        Groups.Changed changed =
                groups.change(new GroupId(call.id()), change).orElseThrow(() -> ApiFault.notFound("group"));
        GroupView after = view(changed.after());
        call.changed("groups.change", "group:" + call.id(), view(changed.before()), after);
        return after;
    }

    private @Nullable Object flush(ApiCall call) {
        GroupRow row = groups.find(new GroupId(call.id())).orElseThrow(() -> ApiFault.notFound("group"));
        GroupId id = row.group().id();
        pool.care().flush(id);
        call.changed("groups.flush", "group:" + id, null, null);
        return null;
    }

    private @Nullable Object delete(ApiCall call) {
        GroupRow before = groups.delete(new GroupId(call.id())).orElseThrow(() -> ApiFault.notFound("group"));
        call.changed("groups.delete", "group:" + call.id(), view(before), null);
        return null;
    }
}
