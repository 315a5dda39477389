/**
 * Brings users, balances, keys, groups, accounts and proxies over from other gateways.
 *
 * <p>Facade: {@link dev.headgate.importing.Importer}. {@link dev.headgate.importing.Rival} names the gateways; one class each
 * ({@code OneApi}, {@code Sub2Api}, {@code LiteLlm}) turns {@code Rows} of its tables into a {@link dev.headgate.importing.Found} in
 * our terms. What a table holds was read from the projects' public schemas (one-api and new-api {@code model/*.go}, sub2api
 * {@code backend/ent/schema}, LiteLLM {@code schema.prisma}; as of November 2026).
 *
 * <p>Invariants: nothing is written but through the features' facades, and only when asked to; a second run changes nothing; amounts
 * are exact decimals throughout; a secret stands in no line of the report.
 */
@NullMarked
package dev.headgate.importing;

import org.jspecify.annotations.NullMarked;
