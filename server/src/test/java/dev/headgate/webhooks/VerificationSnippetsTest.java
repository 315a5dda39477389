package dev.headgate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide tells receivers to run accepts our signature, and neither a changed body, nor an old one, nor another secret. */
@Tag("slow")
class VerificationSnippetsTest {
    private static final Path GUIDE = Path.of("../docs/guides/webhooks.md");
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final String BODY = "{\"id\":\"evt_1\",\"note\":\"you\"}";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Secret OLD = WebhookSignature.secret(RANDOM);
    private static final Secret NEW = WebhookSignature.secret(RANDOM);
    private static final Map<String, String> HEADERS = WebhookSignature.headers(List.of(NEW, OLD), "evt_1", AT, BODY);

    @TempDir
    Path folder;

    private static String block(String language) throws IOException {
        Matcher block =
                Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$").matcher(Files.readString(GUIDE));
        assertThat(block.find()).as("a block of " + language).isTrue();
        return block.group(1);
    }

    /** Secret, body, seconds off: the first two are good. */
    private static List<List<String>> cases() {
        return List.of(
                List.of(OLD.reveal(), BODY, "0"),
                List.of(NEW.reveal(), BODY, "-299"),
                List.of(NEW.reveal(), BODY + " ", "0"),
                List.of(NEW.reveal(), BODY, "301"),
                List.of(WebhookSignature.secret(RANDOM).reveal(), BODY, "0"));
    }

    /** Runs a program that prints yes or no for a secret, body and time given on its command line. */
    private void check(List<String> command, String source) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve(command.getLast()), source);
        List<String> answers = new ArrayList<>();
        for (List<String> one : cases()) {
            List<String> run = new ArrayList<>(command.subList(0, command.size() - 1));
            run.add(file.toString());
            run.add(one.get(0));
            run.add(one.get(1));
            run.add(Long.toString(AT.getEpochSecond() + Long.parseLong(one.get(2))));
            Process process = new ProcessBuilder(run).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            answers.add(said.strip());
        }
        assertThat(answers).containsExactly("yes", "yes", "no", "no", "no");
    }

    private static void needs(String... command) {
        boolean there;
        try {
            there = new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            there = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            there = false;
        }
        assumeTrue(there, command[0] + " is not here");
    }

    private static String json(Map<String, String> headers) {
        List<String> fields = new ArrayList<>();
        headers.forEach((name, value) -> fields.add("\"" + name + "\": \"" + value + "\""));
        return "{" + String.join(", ", fields) + "}";
    }

    @Test
    void python() throws Exception {
        needs("python3", "--version");
        check(List.of("python3", "verify.py"), block("python") + """

                import sys
                try:
                    verify(sys.argv[1], %s, sys.argv[2].encode(), int(sys.argv[3]))
                    print("yes")
                except ValueError:
                    print("no")
                """.formatted(json(HEADERS)));
    }

    @Test
    void javaScript() throws Exception {
        needs("node", "--version");
        check(List.of("node", "verify.cjs"), block("js") + """

                try {
                  verify(process.argv[2], %s, Buffer.from(process.argv[3]), Number(process.argv[4]));
                  console.log("yes");
                } catch (e) {
                  console.log("no");
                }
                """.formatted(json(HEADERS)));
    }

    @Test
    void java() throws Exception {
        String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String map = json(HEADERS).replace("\": \"", "\", \"").replace("{", "").replace("}", "");
        check(List.of(program, "Verify.java"), """
                public class Verify {
                %s
                    public static void main(String[] args) throws Exception {
                        var headers = java.util.Map.of(%s);
                        boolean good = verify(args[0], headers, args[1].getBytes("UTF-8"), Long.parseLong(args[2]));
                        System.out.println(good ? "yes" : "no");
                    }
                }
                """.formatted(block("java").indent(4), map));
    }
}
