package dev.headgate.admin;

import org.junit.jupiter.api.Tag;

@Tag("slow")
class ContractTest extends ApiContract {
    @Override
    String store() {
        return "";
    }
}
