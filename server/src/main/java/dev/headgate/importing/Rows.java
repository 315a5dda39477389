package dev.headgate.importing;

import java.util.List;

/** Another gateway's tables, wherever they come from. */
interface Rows extends AutoCloseable {
    /** Rows in the order of the source; none where there is no such table. */
    List<Row> of(String table);

    boolean has(String table);

    @Override
    void close();
}
