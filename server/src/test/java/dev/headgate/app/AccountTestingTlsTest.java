package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.TestReport;
import dev.headgate.accounts.TestStep;
import dev.headgate.accounts.TestStep.Outcome;
import dev.headgate.accounts.TestStep.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Test calls where the provider speaks TLS. */
class AccountTestingTlsTest {
    @Test
    void theHandshakeIsAStepOfItsOwn() {
        try (TestGateway gateway = TestGateway.startWithTls()) {
            List<TestStep> heard = new ArrayList<>();
            TestReport report = gateway.headgate()
                    .care()
                    .test(
                            gateway.headgate()
                                    .accounts()
                                    .directory()
                                    .named("anthropic-1")
                                    .orElseThrow()
                                    .id(),
                            null,
                            heard::add);

            assertThat(report.good()).as(heard.toString()).isTrue();
            TestStep tls = heard.stream()
                    .filter(step -> step.stage() == Stage.TLS)
                    .findFirst()
                    .orElseThrow();
            assertThat(tls.outcome()).isEqualTo(Outcome.OK);
            assertThat(tls.words()).contains("TLSv1.3", "h2", "certificate good until 2");
        }
    }
}
