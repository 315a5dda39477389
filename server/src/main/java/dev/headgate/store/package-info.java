/**
 * The durable store: SQLite in the data folder, or PostgreSQL, behind one connection pool, with migrations. Knows no table.
 *
 * <p>Start at {@link dev.headgate.store.Store}; {@link dev.headgate.store.RowBatch} is for what writes thousands of rows a second.
 *
 * <p>Invariants: blocking; called from virtual or worker threads only. SQLite has one writer at a time in this process; readers
 * never wait for it (WAL). Other processes may read at the same time.
 */
@NullMarked
package dev.headgate.store;

import org.jspecify.annotations.NullMarked;
