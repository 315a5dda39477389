package dev.headgate.usage;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The journal as one event loop sees it. Never blocks. Confined to that loop. */
public final class JournalAppender {
    private final UsageJournal journal;
    private final @Nullable JournalLane lane;
    private final RecordBytes bytes = new RecordBytes();

    JournalAppender(UsageJournal journal, @Nullable JournalLane lane) {
        this.journal = journal;
        this.lane = lane;
    }

    /**
     * Takes a record. Returns true when it survives the process already; then {@code later} is not called. Else it is called
     * once it does, with null, or with why it can't: on the journal's thread, or at once when the ring is full.
     */
    public boolean append(UsageRecord record, Consumer<@Nullable Throwable> later) {
        JournalLane fast = lane;
        if (fast != null && journal.takesLanes()) {
            RecordCodec.encode(record, bytes);
            if (fast.put(bytes.array(), bytes.length())) {
                journal.laneUsed();
                return true;
            }
        }
        journal.append(record, later);
        return false;
    }
}
