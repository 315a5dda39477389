package dev.headgate.app;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.ModelMap;
import dev.headgate.pricing.Price;
import dev.headgate.pricing.PriceBook;
import dev.headgate.pricing.Quote;
import dev.headgate.protocol.UsageReport;
import dev.headgate.upstream.TestPrices;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Which model to test an account with: the cheapest of those that the price book or the account itself names. Thread-safe. */
final class ModelChoice implements TestPrices {
    /** Words in the names of models that don't answer in words, or not to a plain question, or stand in a vendor's table without being served there. */
    private static final Set<String> NO_TALK = Set.of(
            "ada",
            "aqa",
            "audio",
            "babbage",
            "codex",
            "computer",
            "curie",
            "dall",
            "davinci",
            "deep",
            "embed",
            "embedding",
            "embeddings",
            "ft",
            "gemma",
            "guard",
            "image",
            "imagen",
            "instruct",
            "live",
            "lyria",
            "moderation",
            "oss",
            "realtime",
            "robotics",
            "safeguard",
            "search",
            "sora",
            "transcribe",
            "tts",
            "veo",
            "vision",
            "whisper");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[-_.:/ ]");

    /** A date or a number at the end of a name: the same model, named exactly. */
    private static final Pattern EXACTLY = Pattern.compile("-(\\d{8}|\\d{4}-\\d{2}-\\d{2}|\\d{3}|latest)$");

    private final Supplier<PriceBook> prices;
    private final InstantSource clock;

    ModelChoice(Supplier<PriceBook> prices, InstantSource clock) {
        this.prices = prices;
        this.clock = clock;
    }

    private record Priced(String model, long picos) {}

    @Override
    public List<String> models(Account account) {
        Set<String> known = new LinkedHashSet<>(named(account.models()));
        for (String model : prices.get().models(account.provider().id())) {
            account.models().upstreamName(model).ifPresent(known::add);
        }
        List<String> talking = known.stream().filter(ModelChoice::talks).toList();
        Instant now = clock.instant();
        List<Priced> priced = (talking.isEmpty() ? List.copyOf(known) : talking)
                .stream()
                        .map(model -> new Priced(model, picos(account, model, now)))
                        .sorted(Comparator.comparingLong(Priced::picos)
                                .thenComparingInt(one -> one.model().length())
                                .thenComparing(Priced::model))
                        .toList();
        Set<String> seen = new HashSet<>();
        List<String> chosen = new ArrayList<>();
        for (Priced one : priced) {
            if (seen.add(EXACTLY.matcher(one.model()).replaceFirst(""))) {
                chosen.add(one.model());
            }
        }
        return chosen;
    }

    /** What the account's own list names without a star. */
    private static List<String> named(ModelMap models) {
        List<String> named = new ArrayList<>(models.aliases().values());
        named.addAll(models.patterns());
        named.removeIf(name -> name.indexOf('*') >= 0);
        return named;
    }

    private static boolean talks(String model) {
        for (String word : BETWEEN_WORDS.split(model.toLowerCase(Locale.ROOT), -1)) {
            if (NO_TALK.contains(word)) {
                return false;
            }
        }
        return true;
    }

    /** Of a token in and a token out; what has no price comes last. */
    private long picos(Account account, String model, Instant now) {
        return prices.get()
                .find(account.provider().id(), model, now)
                .map(price -> price.base().input() + price.base().output())
                .filter(sum -> sum > 0)
                .orElse(Long.MAX_VALUE);
    }

    @Override
    public Optional<Listed> list(Account account, String upstreamModel, UsageReport used) {
        PriceBook book = prices.get();
        Instant now = clock.instant();
        String provider = account.provider().id();
        Optional<Price> price = book.find(provider, upstreamModel, now);
        return price.map(found -> {
            Quote quote = Quote.of(model -> book.find(provider, model, now), upstreamModel, used.parts(), used.terms());
            return new Listed(quote.cost().list(), quote.version());
        });
    }
}
