package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.RawConnection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One path has one spelling: no other leads to what is guarded, nor out of what is served. A proxy in front that allows or forbids by path
 * may read a path otherwise than we do, so that what it let through as harmless must not be something else here.
 */
class PathTricksTest {
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start("metrics: { token: a-metrics-token-of-good-length }\n"
                + "bootstrap: { admin-email: admin@example.com, admin-password: \"correct horse battery\" }");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** Other spellings of a path, as attackers try them. */
    private static List<String> spellings(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        String before = path.substring(0, path.length() - last.length());
        String encoded = "%" + Integer.toHexString(last.charAt(0)) + last.substring(1);
        List<String> all = new ArrayList<>();
        for (String prefix : List.of(
                "/",
                "/.",
                "/x/..",
                "/x/%2e%2e",
                "/..;",
                "/%2e",
                "/console/..",
                "/console/..%2f",
                "/console/%2e%2e",
                "/console/assets/..%2f..",
                "/v1/..",
                "/health/live/..")) {
            all.add(prefix + path);
        }
        for (String suffix : List.of(
                "/",
                "//",
                "/.",
                "/..",
                "/../" + last,
                "%2f",
                "%00",
                ";",
                ";x=y",
                "%20",
                "%0d%0a",
                ".json",
                "%3f",
                "\\",
                "%5c",
                "?/../../v1/models")) {
            all.add(path + suffix);
        }
        all.add(before + encoded);
        all.add(before + last.toUpperCase(java.util.Locale.ROOT));
        all.add(path.toUpperCase(java.util.Locale.ROOT));
        all.add(path.replace("/", "//"));
        all.add(path.replace("/", "/./"));
        all.add(path.replace("/", "%2f"));
        all.add(path.replace('/', '\\'));
        all.add(before + "..;/" + last);
        all.add("http://127.0.0.1" + path);
        return all;
    }

    private static RawConnection.Answer get(String path, String... headers) {
        try (RawConnection connection = RawConnection.open(gateway.port())) {
            connection.send("GET " + path + " HTTP/1.1\r\nhost: 127.0.0.1:" + gateway.port()
                    + "\r\nconnection: close\r\n" + String.join("", headers) + "\r\n");
            return connection.read();
        }
    }

    /** The console's page stands for any address below its own; it is the same for all and holds nothing of anybody. */
    private static boolean harmless(RawConnection.Answer answer) {
        String type = String.valueOf(answer.header("content-type"));
        return answer.status() >= 300
                || type.startsWith("text/html") && answer.text().contains("<div id=\"root\"")
                || type.startsWith("text/plain") && answer.text().contains("without its console");
    }

    @Test
    void noSpellingLeadsAStrangerIn() {
        List<String> wrong = new ArrayList<>();
        for (String path : List.of("/api/v1/users", "/api/v1/audit", "/api/v1/me/keys", "/metrics", "/v1/models")) {
            assertThat(get(path).status()).as(path).isIn(401, 403);
            for (String spelling : spellings(path)) {
                RawConnection.Answer answer = get(spelling);
                if (!harmless(answer) || answer.status() >= 500 || answer.text().contains("headgate_")) {
                    wrong.add(spelling + ": " + answer.status());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** A key is good for the data plane's own paths and for nothing beside them. */
    @Test
    void noSpellingLeadsAKeyIntoTheApi() {
        List<String> wrong = new ArrayList<>();
        for (String path : List.of("/api/v1/users", "/api/v1/me/keys", "/metrics")) {
            for (String spelling : spellings(path)) {
                RawConnection.Answer answer = get(spelling, "authorization: Bearer " + TestGateway.KEY + "\r\n");
                if (!harmless(answer) || answer.status() >= 500) {
                    wrong.add(spelling + ": " + answer.status() + " " + answer.text());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void nothingIsServedFromTheMachinesFiles() {
        List<String> wrong = new ArrayList<>();
        for (String path : List.of(
                "/console/../../../../../../etc/passwd",
                "/console/..%2f..%2f..%2f..%2fetc%2fpasswd",
                "/console/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                "/console/assets/../../../etc/passwd",
                "/console/assets/..%5c..%5cetc%5cpasswd",
                "/console//etc/passwd",
                "/console/%00/etc/passwd",
                "/console/file:///etc/passwd",
                "/console/index.html%00.js",
                "/console/../db/migration/V0001__directory.sql",
                "/console/%2e%2e/prices/models.json")) {
            RawConnection.Answer answer = get(path);
            String text = answer.text();
            if (!harmless(answer)
                    || answer.status() >= 500
                    || text.contains("root:")
                    || text.contains("create table")
                    || text.contains("\"model\"")) {
                wrong.add(path + ": " + answer.status());
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** What a proxy or an old server would have taken for the caller's address, method or path. */
    @Test
    void noHeaderChangesWhatIsAskedFor() {
        for (String header : List.of(
                "x-original-url: /api/v1/users\r\n",
                "x-rewrite-url: /api/v1/users\r\n",
                "x-forwarded-prefix: /api/v1/users\r\n",
                "x-http-method-override: DELETE\r\n",
                "x-forwarded-for: 127.0.0.1\r\n",
                "x-real-ip: 127.0.0.1\r\n",
                "x-forwarded-user: admin@example.com\r\n",
                "forwarded: for=127.0.0.1\r\n")) {
            assertThat(get("/api/v1/users", header).status()).as(header).isEqualTo(401);
            assertThat(get("/metrics", header).status()).as(header).isIn(401, 403);
        }
    }

    /** Pages that a browser shows come with the headers that keep foreign content out. */
    @Test
    void pagesKeepForeignContentOut() {
        RawConnection.Answer page = get("/console/");
        assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
        if (String.valueOf(page.header("content-type")).startsWith("text/html")) {
            assertThat(page.header("content-security-policy"))
                    .contains("default-src 'self'")
                    .contains("frame-ancestors 'none'")
                    .contains("base-uri 'none'")
                    .doesNotContain("unsafe-inline")
                    .doesNotContain("unsafe-eval")
                    .doesNotContain("script-src *");
            assertThat(page.header("x-frame-options")).isEqualTo("DENY");
        }
    }
}
