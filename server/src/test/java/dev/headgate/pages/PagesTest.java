package dev.headgate.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.Vault;
import dev.headgate.base.IdSource;
import dev.headgate.settings.Settings;
import dev.headgate.store.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which origins the console may show inside itself. */
class PagesTest {
    private static Page page(String url, boolean enabled, boolean newTab) {
        return new Page(0, "Page", Map.of(), "", url, List.of(), enabled, newTab, true);
    }

    @Test
    void originsOfPagesInsideTheConsoleAreAllowedAndNoOthers(@TempDir Path folder) {
        SecureRandom random = new SecureRandom();
        try (Store store = Store.open("sqlite:" + folder.resolve("pages.db"))) {
            InstantSource clock = InstantSource.system();
            Settings settings = new Settings(store, new Vault(new byte[32], random), clock);
            IdSource ids = new IdSource(clock, random);
            Pages.Terms terms = new Pages.Terms(() -> "https://headgate.example.com", false);
            Pages pages = new Pages(settings, ids, random, clock, terms);
            assertThat(pages.frameOrigins()).isEmpty();
            pages.add(page("HTTPS://Pay.Example.com:443/a?b", true, false));
            pages.add(page("https://pay.example.com/other", true, false));
            pages.add(page("https://[2001:db8::1]:8443/", true, false));
            pages.add(page("https://tab.example.com/", true, true));
            Page off = pages.add(page("https://off.example.com/", false, false));
            assertThat(pages.frameOrigins()).containsExactly("https://pay.example.com", "https://[2001:db8::1]:8443");
            assertThat(pages.publicKeys()).as("nobody needs a key yet").isEmpty();

            pages.remove(off.id());
            Pages another = new Pages(settings, ids, random, clock, terms);
            another.start();
            assertThat(another.frameOrigins()).isEqualTo(pages.frameOrigins());
            another.close();
        }
    }
}
