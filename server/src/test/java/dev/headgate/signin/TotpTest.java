package dev.headgate.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes and their alphabet against the vectors of the standards. */
class TotpTest {
    private static final String SECRET = "1234567890".repeat(7);

    /** RFC 6238, appendix B. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082, 46119246, 90693936",
        "1111111109, 07081804, 68084774, 25091201",
        "1111111111, 14050471, 67062674, 99943326",
        "1234567890, 89005924, 91819424, 93441116",
        "2000000000, 69279037, 90698825, 38618901",
        "20000000000, 65353130, 77737706, 47863826"
    })
    void codesAreThoseOfTheStandard(long seconds, String sha1, String sha256, String sha512) {
        long step = Totp.step(Instant.ofEpochSecond(seconds));
        assertThat(new Totp("HmacSHA1", 8).code(secret(20), step)).isEqualTo(sha1);
        assertThat(new Totp("HmacSHA256", 8).code(secret(32), step)).isEqualTo(sha256);
        assertThat(new Totp("HmacSHA512", 8).code(secret(64), step)).isEqualTo(sha512);
        assertThat(Totp.USUAL.code(secret(20), step)).isEqualTo(sha1.substring(2));
    }

    private static byte[] secret(int bytes) {
        return SECRET.substring(0, bytes).getBytes(US_ASCII);
    }

    /** RFC 4648, 10, without the padding. */
    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void base32IsThatOfTheStandard(String plain, String encoded) {
        assertThat(Base32.encode(plain.getBytes(US_ASCII))).isEqualTo(encoded);
        assertThat(new String(Base32.decode(encoded), US_ASCII)).isEqualTo(plain);
    }

    @Test
    void anUnknownLetterIsRefused() {
        assertThatThrownBy(() -> Base32.decode("MZ1Q")).hasMessageContaining("A - Z, 2 - 7");
    }
}
