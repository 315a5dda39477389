package dev.headgate.importing;

import dev.headgate.accounts.Provider;
import java.util.Map;
import java.util.Optional;

/**
 * What the numbers of channel types mean that Headgate speaks with, in one-api and in new-api, which agree on the older ones only.
 *
 * @param types number → where it is
 */
record Channels(Map<Long, Upstream> types) {
    /**
     * A kind of upstream.
     *
     * @param base where it is unless the channel says so; empty = the channel must say it
     */
    record Upstream(Provider provider, String base) {}

    private static Upstream compatible(String base) {
        return new Upstream(Provider.OPENAI_COMPATIBLE, base);
    }

    private static final Upstream OPENAI = new Upstream(Provider.OPENAI, "https://api.openai.com");
    private static final Upstream ANTHROPIC = new Upstream(Provider.ANTHROPIC, "https://api.anthropic.com");
    private static final Upstream GEMINI = new Upstream(Provider.GEMINI, "https://generativelanguage.googleapis.com");
    private static final Upstream OPENROUTER = compatible("https://openrouter.ai/api");
    private static final Upstream MOONSHOT = compatible("https://api.moonshot.cn");
    private static final Upstream CUSTOM = compatible("");

    static final Channels NEW_API = new Channels(Map.ofEntries(
            Map.entry(1L, OPENAI),
            Map.entry(4L, compatible("http://localhost:11434")),
            Map.entry(8L, CUSTOM),
            Map.entry(14L, ANTHROPIC),
            Map.entry(20L, OPENROUTER),
            Map.entry(24L, GEMINI),
            Map.entry(25L, MOONSHOT),
            Map.entry(31L, compatible("https://api.lingyiwanwu.com")),
            Map.entry(40L, compatible("https://api.siliconflow.cn")),
            Map.entry(42L, compatible("https://api.mistral.ai")),
            Map.entry(43L, compatible("https://api.deepseek.com")),
            Map.entry(48L, compatible("https://api.x.ai"))));

    static final Channels ONE_API = new Channels(Map.ofEntries(
            Map.entry(1L, OPENAI),
            Map.entry(8L, CUSTOM),
            Map.entry(14L, ANTHROPIC),
            Map.entry(20L, OPENROUTER),
            Map.entry(24L, GEMINI),
            Map.entry(25L, MOONSHOT),
            Map.entry(28L, compatible("https://api.mistral.ai")),
            Map.entry(29L, compatible("https://api.groq.com/openai")),
            Map.entry(30L, compatible("http://localhost:11434")),
            Map.entry(31L, compatible("https://api.lingyiwanwu.com")),
            Map.entry(32L, compatible("https://api.stepfun.com")),
            Map.entry(36L, compatible("https://api.deepseek.com")),
            Map.entry(39L, compatible("https://api.together.xyz")),
            Map.entry(50L, CUSTOM)));

    Optional<Upstream> of(long type) {
        return Optional.ofNullable(types.get(type));
    }
}
