/**
 * The console's JSON API, {@code /api/v1}: what operators, users and programs can do besides calling models.
 *
 * <p>Start at {@link dev.headgate.admin.AdminApi} (one request, from caller to answer), {@link dev.headgate.admin.Endpoint} (what is
 * said of each operation) and {@link dev.headgate.admin.OpenApi} (the file that describes them all).
 *
 * <p>Invariants: an operation's permission stands in its {@link dev.headgate.admin.Endpoint} and is checked in one place; every change
 * writes an audit entry; no secret leaves but in the answer that made it. Plain blocking code on virtual threads; only
 * {@link dev.headgate.admin.AdminServer} runs on event loops.
 */
@NullMarked
package dev.headgate.admin;

import org.jspecify.annotations.NullMarked;
