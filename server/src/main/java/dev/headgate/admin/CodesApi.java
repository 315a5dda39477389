package dev.headgate.admin;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.billing.Billing;
import dev.headgate.billing.CodeBatch;
import dev.headgate.billing.CodeLists;
import dev.headgate.billing.Codes;
import dev.headgate.billing.Plan;
import dev.headgate.billing.Written;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Codes that give balance, days of a plan or calls at once, in batches, and taking them. */
final class CodesApi {
    private final Billing billing;
    private final UserIds users;
    private final SecureRandom random;

    CodesApi(Billing billing, UserIds users, SecureRandom random) {
        this.billing = billing;
        this.users = users;
        this.random = random;
    }

    record Gift(
            @Nullable Long balanceNanos,
            @Doc("the plan's name, with days") @Nullable String plan,
            @Nullable Integer days,

            @Doc("calls at once beside those the user has") @Nullable
            Integer places) {}

    record BatchView(
            String id,
            String name,
            @Doc("redeem, or promo: at registration only") String kind,
            Gift gift,
            Instant expiresAt,

            @Doc("how often each code is taken, by different users")
            int usesMax,

            boolean enabled,
            int codes,
            int uses) {}

    record BatchList(
            @Doc("next_cursor of the page before") @Nullable String cursor,
            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record NewBatch(
            @Doc("unique") String name,
            @Doc("redeem, the default, or promo") @Nullable String kind,
            Gift gift,
            Instant expiresAt,
            @Doc("1 unless given") @Nullable Integer usesMax,

            @Doc("how many codes, at most 100,000; not with word") @Nullable
            Integer count,

            @Doc("promo: a word of your own, e.g. WELCOME10") @Nullable
            String word) {}

    record MadeBatch(BatchView batch, @Doc("shown once") List<String> codes) {}

    record CodeView(@Doc("how its text begins") String prefix, int uses) {}

    record CodeList(
            @Doc("next_cursor of the page before") @Nullable String cursor,
            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record RedemptionView(String userId, Instant at) {}

    record Redemption(String code) {}

    record RedemptionFor(String code, String userId) {}

    record Sale(
            @Doc("of your choice, at most 100 characters: the same id does it once") @Example("order-1045")
            String id,

            String userId,
            Gift gift) {}

    record Redeemed(
            @Doc("false when this user had redeemed it before")
            boolean done) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/code-batches", "code-batches.list", "Batches of codes, the newest first")
                        .needs(Permission.MONEY_READ)
                        .givesPage(BatchView.class)
                        .with(BatchList.class, this::list),
                Endpoint.post("/code-batches", "code-batches.create", "Make codes; their texts are shown once")
                        .needs(Permission.MONEY_WRITE)
                        .secretOnce()
                        .gives(MadeBatch.class)
                        .with(NewBatch.class, this::create),
                Endpoint.get(
                                "/code-batches/{id}/codes",
                                "code-batches.codes",
                                "The codes of a batch and how much of each is used")
                        .needs(Permission.MONEY_READ)
                        .watched()
                        .givesPage(CodeView.class)
                        .with(CodeList.class, this::codes),
                Endpoint.get(
                                "/code-batches/{id}/redemptions",
                                "code-batches.redemptions",
                                "Who took codes of a batch, at most 500")
                        .needs(Permission.MONEY_READ)
                        .givesPage(RedemptionView.class)
                        .by(call -> Lists.whole(
                                lists().redemptions(call.id(), null, 500),
                                one -> new RedemptionView(one.user().toString(), one.at()))),
                Endpoint.post(
                                "/code-batches/{id}/disable",
                                "code-batches.disable",
                                "Let no code of a batch be taken any more")
                        .needs(Permission.MONEY_WRITE)
                        .by(this::disable),
                Endpoint.post("/codes/redeem", "codes.redeem", "Take a code for a user")
                        .needs(Permission.MONEY_WRITE)
                        .tells(Redeemed.class)
                        .with(
                                RedemptionFor.class,
                                (call, input) -> redeem(call, input.code(), users.known("user_id", input.userId()))),
                Endpoint.post(
                                "/codes/make-and-redeem",
                                "codes.make-and-redeem",
                                "Make a code and take it for a user at once")
                        .needs(Permission.MONEY_WRITE)
                        .tells(Redeemed.class)
                        .with(Sale.class, this::sell),
                Endpoint.post("/me/redeem", "me.redeem", "Take a code for oneself")
                        .needs(Permission.OWN)
                        .tells(Redeemed.class)
                        .with(
                                Redemption.class,
                                (call, input) -> redeem(
                                        call,
                                        input.code(),
                                        call.person().person().user().id())));
    }

    private CodeLists lists() {
        return billing.codes().lists();
    }

    private BatchView view(Codes.Listed listed) {
        CodeBatch batch = listed.batch();
        CodeBatch.Gift gift = batch.gift();
        String plan = gift.planId() == 0
                ? null
                : billing.subscriptions().plans().stream()
                        .filter(one -> one.id() == gift.planId())
                        .map(Plan::name)
                        .findFirst()
                        .orElse(Long.toString(gift.planId()));
        return new BatchView(
                Long.toString(batch.id()),
                batch.name(),
                batch.kind().name().toLowerCase(Locale.ROOT),
                new Gift(gift.balance().nanos(), plan, gift.planDays(), gift.places()),
                batch.expiresAt(),
                batch.usesMax(),
                batch.enabled(),
                listed.codes(),
                listed.uses());
    }

    private Object list(ApiCall call, BatchList input) {
        int limit = Lists.limit(input.limit());
        Long before = Lists.cursor(input.cursor());
        return Lists.page(
                lists().batches(before == null ? Long.MAX_VALUE : before, limit + 1),
                limit,
                this::view,
                one -> Long.toString(one.batch().id()));
    }

    private Codes.Listed named(String name) {
        return billing.codes().list().stream()
                .filter(one -> one.batch().name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiFault.notFound("batch"));
    }

    private CodeBatch.Gift gift(Gift gift) {
        long plan = gift.plan() == null
                ? 0
                : billing.subscriptions()
                        .plan(gift.plan())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "gift.plan: \"" + gift.plan() + "\" (expected: the name of a plan)"))
                        .id();
        return new CodeBatch.Gift(
                new Money(gift.balanceNanos() == null ? 0 : gift.balanceNanos()),
                plan,
                gift.days() == null ? 0 : gift.days(),
                gift.places() == null ? 0 : gift.places());
    }

    private Object sell(ApiCall call, Sale input) {
        UserId user = users.known("user_id", input.userId());
        Written written = billing.codes().makeAndRedeem(LedgerApi.id(input.id()), gift(input.gift()), user, random);
        if (written == Written.DONE) {
            call.changed("codes.make-and-redeem", "user:" + user, null, input);
        }
        return new Redeemed(written == Written.DONE);
    }

    private @Nullable Object create(ApiCall call, NewBatch input) {
        boolean promo = "promo".equals(input.kind());
        if (input.kind() != null && !promo && !input.kind().equals("redeem")) {
            throw new IllegalArgumentException("kind: \"" + input.kind() + "\" (expected: redeem or promo)");
        }
        CodeBatch batch = new CodeBatch(
                0,
                input.name(),
                promo ? CodeBatch.Kind.PROMO : CodeBatch.Kind.REDEEM,
                gift(input.gift()),
                input.expiresAt(),
                input.usesMax() == null ? 1 : input.usesMax(),
                true);
        List<String> texts;
        if (input.word() != null) {
            billing.codes().makePromo(batch, input.word());
            texts = List.of(input.word());
        } else {
            texts = billing.codes().make(batch, input.count() == null ? 1 : input.count(), random);
        }
        BatchView made = view(named(input.name()));
        call.changed("code-batches.create", "code-batch:" + made.id(), null, made);
        return new MadeBatch(made, texts);
    }

    private Object codes(ApiCall call, CodeList input) {
        int limit = Lists.limit(input.limit());
        String after = input.cursor() == null ? "" : input.cursor();
        return Lists.page(
                lists().codes(call.id(), after, limit + 1),
                limit,
                code -> new CodeView(code.prefix(), code.uses()),
                CodeLists.Code::hash);
    }

    private @Nullable Object disable(ApiCall call) {
        Codes.Listed batch = billing.codes().list().stream()
                .filter(one -> one.batch().id() == call.id())
                .findFirst()
                .orElseThrow(() -> ApiFault.notFound("batch"));
        billing.codes().disable(batch.batch().name());
        call.changed("code-batches.disable", "code-batch:" + call.id(), view(batch), null);
        return null;
    }

    private Object redeem(ApiCall call, String code, UserId user) {
        Written written = billing.codes().redeem(code, user);
        if (written == Written.DONE) {
            call.changed("codes.redeem", "user:" + user, null, null);
        }
        return new Redeemed(written == Written.DONE);
    }
}
