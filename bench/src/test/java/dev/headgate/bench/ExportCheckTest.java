package dev.headgate.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.bench.ExportCheck.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker must find every lost and every doubled call, or the drill proves nothing. */
class ExportCheckTest {
    private static Outcome check(List<String> seen, String... rows) {
        ExportCheck check = new ExportCheck();
        for (String row : rows) {
            check.line("{\"request_id\":\"" + row + "\",\"status\":200}");
        }
        return check.against(seen);
    }

    @Test
    void equalBooksAreGoodAndUnseenRowsAreAllowed() {
        assertThat(check(List.of("a", "b"), "b", "a", "unseen").good()).isTrue();
    }

    @Test
    void lostCallIsFound() {
        assertThat(check(List.of("a", "b"), "b").missing()).containsExactly("a");
    }

    @Test
    void doubledCallIsFoundEvenIfNoClientSawItEnd() {
        Outcome outcome = check(List.of("a"), "a", "x", "x");
        assertThat(outcome.doubled()).containsExactly("x");
        assertThat(outcome.good()).isFalse();
    }

    @Test
    void rowWithoutIdIsAnError() {
        assertThatThrownBy(() -> new ExportCheck().line("{\"status\":200}")).hasMessageContaining("request_id");
        assertThatThrownBy(() -> new ExportCheck().line("not json")).hasMessageContaining("not json");
    }
}
