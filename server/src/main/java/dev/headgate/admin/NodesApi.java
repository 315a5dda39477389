package dev.headgate.admin;

import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The machines Headgate runs on: what they are, whether they are well, and backups of what they hold. */
final class NodesApi {
    private final NodeCare node;

    NodesApi(NodeCare node) {
        this.node = node;
    }

    record NodeView(
            @Doc("another one after each start") String id,

            @Doc("the machine's name; empty where it isn't known")
            String host,

            long processId,
            String version,
            Instant startedAt,
            long uptimeSeconds,
            @Doc("where it listens") List<String> addresses,
            String role,
            boolean ready) {}

    record JournalView(
            @Doc("files in use") int segments,
            @Doc("of these files") long bytes,
            @Doc("about how much of them isn't settled") long pendingBytes,

            @Doc("at which new calls are refused (journal.max-bytes)")
            long maxBytes,

            @Doc("records that aren't settled") long lag,
            boolean healthy,

            @Doc("files kept aside since something in them can't be read")
            List<DamagedView> damaged) {}

    record DamagedView(
            String file,
            long bytes,
            @Doc("whole ones, settled before or not") int records,
            @Doc("between and behind them") long unreadableBytes,
            @Doc("to be settled at the next start") boolean recoverAtStart) {}

    record JournalRecovered(
            @Doc("files that will be settled at the next start")
            List<String> files) {}

    record VersionsView(
            String version,
            String java,
            @Doc("the operating system") String system,
            @Doc("the database's name and version") String store,

            @Doc("steps of the database's schema, in the order they were applied")
            List<MigrationView> schema) {}

    record MigrationView(String version, String description) {}

    record CheckView(
            String name, boolean ok, @Doc("what was found") String words, long millis) {}

    record BackupView(
            String id,
            @Doc("running, done or failed") String state,
            Instant startedAt,
            @Doc("of the file; 0 until it is done") long bytes,
            @Doc("why it came to nothing") @Nullable String failure) {
        static BackupView of(NodeCare.Backup one) {
            return new BackupView(
                    one.id(), one.state().name().toLowerCase(Locale.ROOT), one.startedAt(), one.bytes(), one.failure());
        }
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/system/nodes", "system.nodes", "Gateways at work")
                        .needs(Permission.SYSTEM_READ)
                        .givesPage(NodeView.class)
                        .by(call -> Lists.whole(node.nodes(), one -> view(one, call.now()))),
                Endpoint.get("/system/journal", "system.journal", "The journal of finished calls on this node's disk")
                        .needs(Permission.SYSTEM_READ)
                        .gives(JournalView.class)
                        .by(call -> view(node.journal())),
                Endpoint.post(
                                "/system/journal/recover",
                                "system.journal.recover",
                                "Settle what can be read of damaged journal files at the next start")
                        .needs(Permission.SYSTEM_WRITE)
                        .freshProof()
                        .tells(JournalRecovered.class)
                        .by(this::recover),
                Endpoint.get("/system/versions", "system.versions", "Versions of all that takes part, the schema's too")
                        .needs(Permission.SYSTEM_READ)
                        .gives(VersionsView.class)
                        .by(call -> view(node.versions())),
                Endpoint.get("/system/checks", "system.checks", "Looks at what must be well, now, one by one")
                        .needs(Permission.SYSTEM_READ)
                        .givesPage(CheckView.class)
                        .by(call -> Lists.whole(
                                node.checks(), one -> new CheckView(one.name(), one.ok(), one.words(), one.millis()))),
                Endpoint.get("/system/backups", "backups.list", "Backups on this node's disk, the newest first")
                        .needs(Permission.SYSTEM_READ)
                        .givesPage(BackupView.class)
                        .by(call -> Lists.whole(node.backups(), BackupView::of)),
                Endpoint.post(
                                "/system/backups",
                                "backups.create",
                                "Begin a backup of an SQLite store; it goes on meanwhile")
                        .needs(Permission.SYSTEM_WRITE)
                        .gives(BackupView.class)
                        .by(this::begin),
                Endpoint.get("/system/backups/{id}/file", "backups.download", "A backup as a zip file: a data folder")
                        .needs(Permission.SYSTEM_WRITE)
                        .freshProof()
                        .givesFile()
                        .by(this::download),
                Endpoint.delete("/system/backups/{id}", "backups.delete", "Remove a backup")
                        .needs(Permission.SYSTEM_WRITE)
                        .freshProof()
                        .by(this::delete));
    }

    private static NodeView view(NodeCare.Node one, Instant now) {
        return new NodeView(
                one.id(),
                one.host(),
                one.processId(),
                one.version(),
                one.startedAt(),
                Duration.between(one.startedAt(), now).toSeconds(),
                one.addresses(),
                one.role(),
                one.ready());
    }

    private static JournalView view(NodeCare.Journal journal) {
        return new JournalView(
                journal.segments(),
                journal.bytes(),
                journal.pendingBytes(),
                journal.maxBytes(),
                journal.lag(),
                journal.healthy(),
                journal.damaged().stream()
                        .map(one -> new DamagedView(
                                one.file(), one.bytes(), one.records(), one.unreadableBytes(), one.recoverAtStart()))
                        .toList());
    }

    private static VersionsView view(NodeCare.Versions versions) {
        return new VersionsView(
                versions.version(),
                versions.java(),
                versions.system(),
                versions.store(),
                versions.schema().stream()
                        .map(one -> new MigrationView(one.version(), one.description()))
                        .toList());
    }

    private Object recover(ApiCall call) {
        JournalRecovered asked = new JournalRecovered(node.recoverJournal());
        call.changed("system.journal.recover", "journal", null, asked);
        return asked;
    }

    private Object begin(ApiCall call) {
        try {
            BackupView begun = BackupView.of(node.beginBackup());
            call.changed("backups.create", "backup:" + begun.id(), null, begun);
            return begun;
        } catch (IllegalStateException e) {
            throw new ApiFault(409, "conflict", String.valueOf(e.getMessage()));
        }
    }

    /** Whoever has it has everything but the master key, so it is written down who took it. */
    private Object download(ApiCall call) {
        String id = call.named("id");
        FileAnswer answer = node.backupFile(id)
                .map(file -> new FileAnswer(file, "headgate-" + id + ".zip"))
                .orElseThrow(() -> ApiFault.notFound("backup"));
        call.changed("backups.download", "backup:" + id, null, null);
        return answer;
    }

    private @Nullable Object delete(ApiCall call) {
        BackupView gone =
                BackupView.of(node.deleteBackup(call.named("id")).orElseThrow(() -> ApiFault.notFound("backup")));
        call.changed("backups.delete", "backup:" + gone.id(), gone, null);
        return null;
    }
}
