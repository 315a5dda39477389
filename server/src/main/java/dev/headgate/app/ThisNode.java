package dev.headgate.app;

import dev.headgate.admin.NodeCare;
import dev.headgate.admin.Vitals;
import dev.headgate.base.Ticker;
import dev.headgate.nodes.Nodes;
import dev.headgate.store.Store;
import dev.headgate.usage.JournalFolder;
import dev.headgate.usage.KeptAside;
import dev.headgate.usage.UsageJournal;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** This node, alone or not: what its machine, its journal and its store say of it. */
final class ThisNode implements NodeCare, AutoCloseable {
    /** Less free space than this and the journal may soon have no room: two segments and then some. */
    private static final long DISK_MIN = 512L << 20;

    private static final long LAG_MAX = 10_000;

    private final Self self;
    private final Vitals vitals;
    private final UsageJournal journal;
    private final Store store;
    private final Ticker ticker;
    private final Backups backups;
    private final Nodes nodes;

    /**
     * What only the program knows of itself.
     *
     * @param port asked for once it is open
     */
    record Self(String id, HeadgateConfig config, IntSupplier port) {}

    ThisNode(Self self, Vitals vitals, UsageJournal journal, Store store, Edges edges) {
        this.self = self;
        this.vitals = vitals;
        this.journal = journal;
        this.store = store;
        this.ticker = edges.ticker();
        this.nodes = new Nodes(store, edges.clock(), this::node);
        this.backups = new Backups(self.config().data(), store, edges.clock());
    }

    private dev.headgate.nodes.Node node() {
        Vitals.Status status = vitals.status();
        return new dev.headgate.nodes.Node(
                self.id(),
                Optional.ofNullable(System.getenv("HOSTNAME")).orElse(""),
                ProcessHandle.current().pid(),
                status.version(),
                status.startedAt(),
                self.config().server().host() + ":" + self.port().getAsInt(),
                status.ready());
    }

    Vitals vitals() {
        return vitals;
    }

    /** Lets others see this node as soon as its port is open. */
    void start() {
        nodes.start();
    }

    @Override
    public List<Node> nodes() {
        return nodes.all().stream()
                .map(one -> new Node(
                        one.id(),
                        one.host(),
                        one.processId(),
                        one.version(),
                        one.startedAt(),
                        List.of(one.address()),
                        "gateway and console",
                        one.ready()))
                .toList();
    }

    @Override
    public List<String> recoverJournal() {
        return KeptAside.mark(self.config().data().resolve("journal"));
    }

    @Override
    public void close() {
        nodes.close();
    }

    private JournalFolder.Content files() {
        return JournalFolder.look(self.config().data().resolve("journal"));
    }

    @Override
    public Journal journal() {
        JournalFolder.Content files = files();
        List<Damaged> damaged = files.damaged().stream()
                .map(one -> new Damaged(one.file(), one.bytes(), one.records(), one.unreadableBytes(), one.marked()))
                .toList();
        return new Journal(
                files.segments(),
                files.bytes(),
                journal.pendingBytes(),
                self.config().journal().maxBytes().count(),
                journal.lag(),
                journal.healthy(),
                damaged);
    }

    @Override
    public Versions versions() {
        List<Migration> steps = store.migrations().stream()
                .map(one -> new Migration(one.version(), one.description()))
                .toList();
        return new Versions(
                Main.VERSION,
                Runtime.version().toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                store.product(),
                steps);
    }

    /** Looks at one thing: words when it is well. */
    @FunctionalInterface
    private interface Look {
        String words() throws IOException;
    }

    @Override
    public List<Check> checks() {
        Vitals.Status status = vitals.status();
        List<Check> all = new ArrayList<>();
        all.add(check("ready", () -> need(status.ready(), "takes calls", "takes no calls yet, or is being stopped")));
        all.add(check("store", store::product));
        all.add(check("journal", () -> {
            need(status.journalHealthy(), "", "records of calls can't be written; calls fail");
            return need(
                    !journal.full(), "records of calls are written", "journal.max-bytes is reached; calls are refused");
        }));
        all.add(check("settlement", () -> {
            need(status.settlementHealthy(), "", "records can't be settled; they wait in the journal");
            long lag = status.journalLag();
            return need(
                    lag < LAG_MAX, lag + " records wait", lag + " records wait: the database is slower than the calls");
        }));
        all.add(check("damaged journal files", () -> {
            int count = files().damaged().size();
            return need(
                    count == 0,
                    "none",
                    count
                            + " kept aside; POST /system/journal/recover, or `headgate journal recover` while stopped, settles what can be read");
        }));
        all.add(check("disk", this::disk));
        return all;
    }

    private String disk() throws IOException {
        Path data = self.config().data();
        FileStore disk = Files.getFileStore(data);
        long free = disk.getUsableSpace();
        String words = (free >> 20) + " MiB free where " + data + " lies";
        return need(free >= DISK_MIN, words, words + " (expected: " + (DISK_MIN >> 20) + " or more)");
    }

    private static String need(boolean ok, String good, String bad) throws IOException {
        if (!ok) {
            throw new IOException(bad);
        }
        return good;
    }

    private Check check(String name, Look look) {
        long start = ticker.nanos();
        boolean ok = true;
        String words;
        try {
            words = look.words();
        } catch (IOException e) {
            ok = false;
            words = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            ok = false;
            words = "not to be asked: " + e.getClass().getSimpleName(); // a driver's own words may name its password
        }
        return new Check(name, ok, words, (ticker.nanos() - start) / 1_000_000);
    }

    @Override
    public List<Backup> backups() {
        return backups.all();
    }

    @Override
    public Backup beginBackup() {
        return backups.begin();
    }

    @Override
    public Optional<Path> backupFile(String id) {
        return backups.file(id);
    }

    @Override
    public Optional<Backup> deleteBackup(String id) {
        return backups.delete(id);
    }
}
