package dev.headgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.PrefixChain;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Prompts that begin alike have fingerprints that begin alike, however a client prints them; others don't. */
class PrefixFingerprintTest {
    private static PrefixChain chain(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return PrefixFingerprint.of(bytes, RequestScanner.scan(bytes, bytes.length, "m"));
    }

    private static int common(PrefixChain one, PrefixChain other) {
        int same = 0;
        while (same < Math.min(one.size(), other.size()) && one.hashes()[same] == other.hashes()[same]) {
            same++;
        }
        return same;
    }

    private static String body(String system, String... messages) {
        return "{\"system\":" + system + ",\"messages\":[" + String.join(",", messages) + "],\"max_tokens\":5}";
    }

    private static String user(String text) {
        return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }

    @Test
    void aLongerConversationKeepsTheShorterOnesFingerprints() {
        PrefixChain first = chain(body("\"s\"", user("a")));
        PrefixChain later = chain(body("\"s\"", user("a"), "{\"role\":\"assistant\",\"content\":\"b\"}", user("c")));

        assertThat(first.size()).isEqualTo(2);
        assertThat(later.size()).isEqualTo(4);
        assertThat(common(first, later)).isEqualTo(2);
        assertThat(later.bytes()).isSorted();
    }

    @Test
    void partsAreTakenInTheProvidersOrderWhereverTheyStand() {
        PrefixChain one = chain("{\"tools\":[{\"name\":\"t\"}],\"system\":\"s\",\"messages\":[" + user("a") + "]}");
        PrefixChain other = chain("{\"messages\":[" + user("a") + "],\"system\":\"s\",\"tools\":[{\"name\":\"t\"}]}");

        assertThat(one.hashes()).isEqualTo(other.hashes());
        assertThat(common(one, chain("{\"system\":\"s\",\"messages\":[" + user("a") + "]}")))
                .isZero();
    }

    @Test
    void cacheMarksMoveWithoutChangingThePrompt() {
        String plain = "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}";
        String after =
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\"}}]}";
        String before =
                "{\"role\":\"user\",\"content\":[{\"cache_control\": {\"type\":\"ephemeral\",\"ttl\":\"1h\"} ,\"type\":\"text\",\"text\":\"a\"}]}";

        assertThat(chain(body("\"s\"", after)).hashes())
                .isEqualTo(chain(body("\"s\"", plain)).hashes());
        assertThat(chain(body("\"s\"", before)).hashes())
                .isEqualTo(chain(body("\"s\"", plain)).hashes());
        assertThat(chain(body("\"s\"", before)).longLived()).isTrue();
        assertThat(chain(body("\"s\"", after)).longLived()).isFalse();
        assertThat(chain(body("\"\\\"1h\\\"\"", user("\\\"ttl\\\":\\\"1h\\\""))).longLived())
                .isFalse();
    }

    @Test
    void textThatLooksLikeStructureIsText() {
        assertThat(chain(body("\"s\"", user("]},{"))).size()).isEqualTo(2);
        assertThat(chain(body("\"s\"", user("\\\\"), user("\\\""))).size()).isEqualTo(3);
        assertThat(chain(body("\"s\"", user("a\\\"cache_control\\\":1"))).hashes())
                .isNotEqualTo(chain(body("\"s\"", user("a"))).hashes());
    }

    @Test
    void numbersStayApart() {
        assertThat(chain(body("[1,2]", user("a"))).hashes()[0])
                .isNotEqualTo(chain(body("[12]", user("a"))).hashes()[0]);
    }

    @Test
    void everyProtocolsPromptIsFound() {
        assertThat(chain("{\"input\":\"hello\"}").size()).isEqualTo(1);
        assertThat(chain(
                                "{\"input\":[{\"role\":\"user\",\"content\":\"x\"},\"bare\",{\"type\":\"reasoning\"}],\"instructions\":\"i\"}")
                        .size())
                .isEqualTo(4);
        assertThat(chain("{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],\"systemInstruction\":{\"parts\":[]}}")
                        .size())
                .isEqualTo(2);
        assertThat(chain("{\"contents\":null,\"messages\":null}").size()).isZero();
        assertThat(chain("{}").size()).isZero();
    }

    @Test
    void theLastEncryptedItemIsNoted() {
        String item = "{\"type\":\"reasoning\",\"encrypted_content\":\"%s\"}";
        String input =
                "{\"input\":[" + item.formatted("gAAAA1" + "x".repeat(100)) + "," + item.formatted("gAAAA2") + "]}";

        assertThat(chain(input).sealed()).isEqualTo(dev.headgate.base.Fingerprint.of("gAAAA2"));
        assertThat(chain("{\"input\":\"encrypted_content\"}").sealed()).isZero();
    }

    /** White space between tokens never counts; any other change of any message changes its fingerprint and all later ones. */
    @Property(tries = 300)
    void spaceIsNothingAndEachCharacterCounts(@ForAll long seed) {
        Random random = new Random(seed);
        int messages = 1 + random.nextInt(6);
        StringBuilder tight = new StringBuilder("{\"messages\":[");
        StringBuilder loose = new StringBuilder("{ \"messages\" :\n[ ");
        StringBuilder other = new StringBuilder("{\"messages\":[");
        int changed = random.nextInt(messages);
        for (int i = 0; i < messages; i++) {
            String text = text(random);
            String comma = i == 0 ? "" : ",";
            tight.append(comma)
                    .append("{\"role\":\"user\",\"n\":1.5,\"content\":\"")
                    .append(text)
                    .append("\"}");
            loose.append(i == 0 ? "" : " ,\t")
                    .append("{ \"role\": \"user\", \"n\" : 1.5 , \"content\" :\r\n\"")
                    .append(text)
                    .append("\" }");
            String otherText = i == changed ? "!" + text : text;
            other.append(comma)
                    .append("{\"role\":\"user\",\"n\":1.5,\"content\":\"")
                    .append(otherText)
                    .append("\"}");
        }
        PrefixChain one = chain(tight.append("]}").toString());

        assertThat(one.size()).isEqualTo(messages);
        assertThat(chain(loose.append(" ] }").toString()).hashes()).isEqualTo(one.hashes());
        PrefixChain parted = chain(other.append("]}").toString());
        assertThat(common(one, parted)).isEqualTo(changed);
        for (int i = changed; i < messages; i++) {
            assertThat(parted.hashes()[i]).isNotEqualTo(one.hashes()[i]);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(60);
        String[] pieces = {"a", "é", "\\\"", "\\\\", "\\u00e9", "{", "]", ",", " ", "字"};
        for (int i = 0; i < length; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }
}
