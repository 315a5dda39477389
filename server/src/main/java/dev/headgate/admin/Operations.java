package dev.headgate.admin;

import java.util.ArrayList;
import java.util.List;

/** All operations of the API, in the order of its file. A new resource gets its line here. */
final class Operations {
    private Operations() {}

    static List<Endpoint<?>> of(Features features) {
        List<Endpoint<?>> all = new ArrayList<>();
        all.addAll(new SetupApi(features.setup()).endpoints());
        all.addAll(new SessionApi(features.people(), features.secureCookies()).endpoints());
        all.addAll(new TokensApi(features.tokens()).endpoints());
        all.addAll(new AuditApi(features.audit()).endpoints());
        return List.copyOf(all);
    }
}
