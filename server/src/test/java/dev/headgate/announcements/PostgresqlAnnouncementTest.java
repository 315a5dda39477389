package dev.headgate.announcements;

import dev.headgate.testkit.TestPostgres;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class PostgresqlAnnouncementTest extends AnnouncementContract {
    @Override
    String url() {
        return TestPostgres.freshDatabase();
    }
}
