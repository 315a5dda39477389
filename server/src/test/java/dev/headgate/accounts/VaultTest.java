package dev.headgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Credentials at rest are worth nothing without the master key, and can't be swapped between rows. */
class VaultTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ROW = "account 7 api-key";

    private final Vault vault = new Vault(key(1), RANDOM);

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    @Property(tries = 200)
    void whatWasSealedOpensAgain(@ForAll String text) {
        String readable = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        assertThat(vault.open(vault.seal(new Secret(readable), ROW), ROW)).isEqualTo(new Secret(readable));
    }

    /** Equal texts under one nonce would show that two accounts share a key, and break GCM altogether. */
    @Test
    void theSameSecretIsSealedDifferentlyEachTime() {
        String first = vault.seal(new Secret("sk-planted"), ROW);
        String second = vault.seal(new Secret("sk-planted"), ROW);

        assertThat(first).isNotEqualTo(second);
        assertThat(new String(Base64.getDecoder().decode(first), StandardCharsets.ISO_8859_1))
                .doesNotContain("sk-planted");
    }

    /** Whoever can write rows must not be able to make one account use another one's credential. */
    @Test
    void aSealedTextOpensOnlyForItsRow() {
        String sealed = vault.seal(new Secret("sk-planted"), ROW);

        assertThatThrownBy(() -> vault.open(sealed, "account 8 api-key"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("account 8 api-key")
                .hasMessageNotContaining("planted");
    }

    @Test
    void anotherMasterKeyIsToldApartFromDamage() {
        String sealed = vault.seal(new Secret("sk-planted"), ROW);

        assertThatThrownBy(() -> new Vault(key(2), RANDOM).open(sealed, ROW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another master key");
    }

    @Test
    void everyChangedBitIsFound() {
        byte[] sealed = Base64.getDecoder().decode(vault.seal(new Secret("sk-planted"), ROW));
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            String text = Base64.getEncoder().encodeToString(changed);

            assertThatThrownBy(() -> vault.open(text, ROW))
                    .as("bit " + bit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageNotContaining("planted");
        }
    }

    @Test
    void whatWasNeverSealedIsRefused() {
        for (String text : new String[] {"", "AQ==", "sk-in-plain-text", "not base64 !"}) {
            assertThatThrownBy(() -> vault.open(text, ROW))
                    .as(text)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not in a known format");
        }
    }
}
