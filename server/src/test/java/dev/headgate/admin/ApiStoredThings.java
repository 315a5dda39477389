package dev.headgate.admin;

import dev.headgate.app.TestGateway;
import dev.headgate.mail.Letter;
import java.util.ArrayList;
import java.util.List;

/** Things that come about by themselves, in time or when something goes wrong: put where they would be found. */
final class ApiStoredThings {
    private final ApiScene scene;

    ApiStoredThings(ApiScene scene) {
        this.scene = scene;
    }

    /** A finished backup, one at a time. */
    String backup() {
        List<String> made = new ArrayList<>();
        TestGateway.until(() -> {
            ApiClient.Answer answer = scene.owner.post("/system/backups", ""); // one at a time, one a second
            if (answer.status() < 300) {
                made.add(ApiScene.id(answer.json()));
            }
            return !made.isEmpty();
        });
        noneRuns();
        return made.getFirst();
    }

    /** One that has fired, without waiting for something to go wrong. */
    String alert() {
        long id = 1_000L + scene.next();
        scene.gateway
                .headgate()
                .store()
                .write(handle -> handle.createUpdate("""
                        insert into alerts (id, rule_id, rule_name, metric, subject, severity, value, threshold, words, since,
                            fired_at, resolved_at, told, acknowledged_by, acknowledged_at)
                        values (:id, 4, 'Account needs attention', 'account-attention', 'claude-1', 'critical', 1, 1, 'why', 1,
                            1, 0, :told, '', 0)""")
                        .bind("id", id)
                        .bind("told", true)
                        .execute());
        return Long.toString(id);
    }

    /** One that was given up, without waiting for its last try. */
    String deadDelivery() {
        long hook = Long.parseLong(scene.thing("/webhooks", scene.owner));
        long id = 1_000L + scene.next();
        scene.gateway
                .headgate()
                .store()
                .write(handle -> handle.createUpdate("""
                        insert into webhook_deliveries (id, endpoint_id, event_id, type, body, state, tries, next_try_at, created_at,
                            ended_at, status, millis, answer)
                        values (:id, :hook, :event, 'webhook.test', '{}', 'dead', 8, 0, 1, 1, 500, 5, 'no')""")
                        .bind("id", id)
                        .bind("hook", hook)
                        .bind("event", "evt_" + id)
                        .execute());
        return Long.toString(id);
    }

    void noneRuns() {
        TestGateway.until(() -> !scene.owner
                .get("/system/backups")
                .json()
                .findValuesAsText("state")
                .contains("running"));
    }

    String deadLetter() {
        scene.gateway.headgate().store().write(handle -> {
            scene.gateway.headgate().mail().send(handle, new Letter("gone@example.com", "Hello", "Text"));
            return handle.createUpdate("update mail_outbox set dead = :dead, tries = 8, error = '550 gone'"
                            + " where recipient = 'gone@example.com' and not dead")
                    .bind("dead", true)
                    .execute();
        });
        return ApiScene.id(
                scene.owner.get("/mail/dead-letters").json().path("items").get(0));
    }
}
