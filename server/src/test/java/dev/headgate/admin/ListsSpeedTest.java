package dev.headgate.admin;

import org.junit.jupiter.api.Tag;

@Tag("slow")
class ListsSpeedTest extends ListsSpeedContract {
    @Override
    String store() {
        return "";
    }
}
