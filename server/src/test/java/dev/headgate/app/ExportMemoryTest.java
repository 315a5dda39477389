package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An export of any length runs in memory that does not grow with it: 300,000 rows, which come to some 90 MB as text and several
 * times that as objects, through a program whose whole heap is 40 MB.
 */
@Tag("slow")
class ExportMemoryTest {
    private static final int ROWS = 300_000;

    private static final String FILL = """
            with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < :rows)
            insert into usage (request_id, created_at, user_id, key_id, group_id, account_id, protocol, model, upstream_model,
                stream, status, error_code, input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens,
                cache_write_1h_tokens, reasoning_tokens, list_cost_nanos, charged_nanos, from_balance, estimated,
                price_version, first_byte_ms, duration_ms, attempts, trace, rating, upstream_cost_nanos)
            select printf('0199aaaa-bbbb-7ccc-8000-%012x', i), 1764000000000 + i, 1, 2, 3, 4, 'openai-chat',
                'a-model-with-a-name-of-usual-length', 'a-model-with-a-name-of-usual-length', 1, 200, '', i, i, i, 0, 0, 0, i, i,
                0, 0, 'v1', 400, 2300, 1, printf('%.400c', 'x'), '', i from n""";

    @TempDir
    private static Path data;

    @BeforeAll
    static void fill() {
        try (Store store = Store.open("sqlite:" + data.resolve("headgate.db"))) {
            store.write(handle -> handle.createUpdate(FILL).bind("rows", ROWS).execute());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void aLongExportNeedsNoMoreMemoryThanAShortOne(String format) throws IOException, InterruptedException {
        Path errors = data.resolve("errors-" + format);
        Process export = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx40m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.headgate.app.Main",
                        "usage",
                        "export",
                        "--format",
                        format,
                        "--data",
                        data.toString()))
                .redirectError(errors.toFile())
                .start();
        long lines = 0;
        String last = "";
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(export.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines++;
                last = line;
            }
        }
        assertThat(export.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readString(errors)).doesNotContain("OutOfMemoryError");
        assertThat(export.exitValue()).isZero();
        assertThat(lines).isEqualTo(format.equals("csv") ? ROWS + 1 : ROWS);
        assertThat(last).contains(String.format("0199aaaa-bbbb-7ccc-8000-%012x", ROWS - 1));
    }
}
