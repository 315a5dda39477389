package dev.headgate.protocol;

/**
 * The terms on which a vendor served a call, in the vendor's words; each is empty when unsaid.
 *
 * @param tier {@code standard}, {@code default}, {@code priority}, {@code flex}, {@code batch} …
 * @param speed Anthropic's {@code usage.speed}: {@code standard} or {@code fast}
 * @param region Anthropic's {@code usage.inference_geo}: {@code global}, {@code us} …
 */
public record ServiceTerms(String tier, String speed, String region) {
    public static final ServiceTerms NONE = new ServiceTerms("", "", "");

    /** Terms of which only the tier is known. */
    public static ServiceTerms tier(String tier) {
        return tier.isEmpty() ? NONE : new ServiceTerms(tier, "", "");
    }

    /** These, with {@code asked} where the answer named no tier. */
    public ServiceTerms orTier(String asked) {
        return tier.isEmpty() && !asked.isEmpty() ? new ServiceTerms(asked, speed, region) : this;
    }

    /** As it is stored: words with commas between, none for none. */
    public String text() {
        return speed.isEmpty() && region.isEmpty() ? tier : tier + "," + speed + "," + region;
    }

    /** Reads {@link #text}. */
    public static ServiceTerms parse(String text) {
        String[] words = text.split(",", -1);
        return words.length == 3 ? new ServiceTerms(words[0], words[1], words[2]) : tier(text);
    }
}
