package dev.headgate.admin;

class ContractTest extends ApiContract {
    @Override
    String store() {
        return "";
    }
}
