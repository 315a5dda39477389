package dev.headgate.announcements;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteAnnouncementTest extends AnnouncementContract {
    @TempDir
    Path folder;

    @Override
    String url() {
        return "sqlite:" + folder.resolve("test.db");
    }
}
