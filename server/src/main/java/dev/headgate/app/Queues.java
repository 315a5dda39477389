package dev.headgate.app;

import dev.headgate.accounts.Accounts;
import dev.headgate.accounts.Group;
import dev.headgate.base.GroupId;
import dev.headgate.observe.Metrics;
import dev.headgate.scheduling.WaitingRooms;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the queues for accounts hear of, and what is told of them on {@code /metrics}. */
final class Queues {
    private Queues() {}

    /** Calls back on an event loop. */
    static WaitingRooms.Alarm alarm(Vertx vertx) {
        return (time, action) -> vertx.setTimer(Math.max(1, time.toMillis()), id -> action.run());
    }

    /** Makes the rooms, and lets them hear when an account may have room. */
    static WaitingRooms open(WaitingRooms.Parts parts, int max, Accounts accounts) {
        WaitingRooms rooms = new WaitingRooms(parts, max);
        parts.health().whenRoom(rooms::look);
        accounts.whenChanged(rooms::lookAll);
        return rooms;
    }

    static void show(Metrics metrics, Accounts accounts, WaitingRooms rooms) {
        metrics.table("headgate_queue_depth", "calls of a group that wait for an account", List.of("group"), () -> {
            Map<GroupId, Integer> depths = rooms.depths();
            List<Metrics.Row> rows = new ArrayList<>();
            for (Group group : accounts.directory().groups()) {
                rows.add(new Metrics.Row(List.of(group.name()), depths.getOrDefault(group.id(), 0)));
            }
            return rows;
        });
    }
}
