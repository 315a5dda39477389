package dev.headgate.admin;

import dev.headgate.accounts.AccountTransfer;
import dev.headgate.accounts.ImportReport;
import dev.headgate.accounts.SignIns;
import dev.headgate.base.AccountId;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accounts in and out: export and import, and signing in to providers that offer OAuth. */
final class AccountTransferApi {
    private final Features.Pool pool;

    AccountTransferApi(Features.Pool pool) {
        this.pool = pool;
    }

    record Export(@Doc("json or csv") String format) {}

    record SealedExport(
            @Doc("json or csv") String format,

            @Doc("seals the credentials; at least 12 characters")
            Secret passphrase) {}

    record Exported(String text) {}

    record Import(
            @Doc("JSON or CSV, as an export writes it") String text,

            @Doc("what credentials in it are sealed with") @Nullable
            Secret passphrase,

            @Doc("only tell what would be done") @Nullable Boolean dryRun) {}

    record ImportLine(
            String name,

            @Doc("created, changed, unchanged, or left: the settings file's")
            String effect) {}

    record ImportProblem(int row, String column, String value, String expected) {}

    record Imported(
            @Doc("false for a dry run, and where there are problems")
            boolean applied,

            List<ImportLine> lines,
            List<ImportProblem> problems) {}

    record SignInStart(
            @Doc("authorization-code: registered with the provider; the browser comes back there")
            String redirectUrl) {}

    record SignInStarted(
            @Doc("where the browser goes") String url,
            @Doc("comes back with the code") String state) {}

    record SignInFinish(String state, String code) {}

    record SignedIn(String accountId) {}

    record DeviceStarted(
            @Doc("to poll with") String handle,
            @Doc("to be typed at verification_url") String userCode,
            String verificationUrl,
            long intervalSeconds,
            long lifetimeSeconds) {}

    record DevicePoll(String handle) {}

    record DeviceState(@Doc("pending, slow-down or done") String state) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.post("/accounts/export", "accounts.export", "All accounts as JSON or CSV, without credentials")
                        .needs(Permission.ACCOUNTS_READ)
                        .tells(Exported.class)
                        .with(Export.class, this::exportPlain),
                Endpoint.post(
                                "/accounts/export-with-credentials",
                                "accounts.export-with-credentials",
                                "The same with credentials, sealed with a passphrase")
                        .needs(Permission.CREDENTIALS_EXPORT)
                        .freshProof()
                        .secretOnce()
                        .tells(Exported.class)
                        .with(SealedExport.class, this::exportSealed),
                Endpoint.post("/accounts/import", "accounts.import", "Make or change accounts by name: all or none")
                        .needs(Permission.ACCOUNTS_WRITE)
                        .tells(Imported.class)
                        .with(Import.class, this::read),
                Endpoint.post(
                                "/accounts/{id}/sign-in",
                                "accounts.sign-in.start",
                                "Begin to sign in to the provider by browser")
                        .needs(Permission.ACCOUNTS_WRITE)
                        .tells(SignInStarted.class)
                        .with(SignInStart.class, this::start),
                Endpoint.post("/accounts/sign-in/finish", "accounts.sign-in.finish", "Finish it with what came back")
                        .needs(Permission.ACCOUNTS_WRITE)
                        .tells(SignedIn.class)
                        .with(SignInFinish.class, this::finish),
                Endpoint.post(
                                "/accounts/{id}/device-sign-in",
                                "accounts.device-sign-in.start",
                                "Begin to sign in by device code")
                        .needs(Permission.ACCOUNTS_WRITE)
                        .tells(DeviceStarted.class)
                        .by(this::startDevice),
                Endpoint.post(
                                "/accounts/device-sign-in/poll",
                                "accounts.device-sign-in.poll",
                                "Whether the code was typed")
                        .needs(Permission.ACCOUNTS_WRITE)
                        .unaudited()
                        .tells(DeviceState.class)
                        .with(
                                DevicePoll.class,
                                (call, input) -> new DeviceState(pool.signIns()
                                        .pollDevice(input.handle())
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-'))));
    }

    private static AccountTransfer.Format format(String word) {
        return switch (word) {
            case "json" -> AccountTransfer.Format.JSON;
            case "csv" -> AccountTransfer.Format.CSV;
            default -> throw new IllegalArgumentException("format: \"" + word + "\" (expected: json or csv)");
        };
    }

    private Object exportPlain(ApiCall call, Export input) {
        call.changed("accounts.export", "accounts", null, null);
        return new Exported(pool.transfer().write(format(input.format()), null));
    }

    private Object exportSealed(ApiCall call, SealedExport input) {
        call.changed("accounts.export-with-credentials", "accounts", null, null);
        return new Exported(pool.transfer().write(format(input.format()), input.passphrase()));
    }

    private Object read(ApiCall call, Import input) {
        boolean dry = Boolean.TRUE.equals(input.dryRun());
        ImportReport report = pool.transfer().read(input.text(), input.passphrase(), dry);
        Imported imported = new Imported(
                report.applied(),
                report.lines().stream()
                        .map(line -> new ImportLine(line.name(), line.effect().id()))
                        .toList(),
                report.problems().stream()
                        .map(one -> new ImportProblem(one.row(), one.column(), one.value(), one.expected()))
                        .toList());
        if (report.applied()) {
            call.changed("accounts.import", "accounts", null, imported.lines());
        }
        return imported;
    }

    private Object start(ApiCall call, SignInStart input) {
        URI redirect = URI.create(input.redirectUrl());
        if (redirect.getHost() == null || !"https".equals(redirect.getScheme()) && !local(redirect)) {
            throw new IllegalArgumentException("redirect_url: \"" + input.redirectUrl()
                    + "\" (expected: an https URL, or http at the browser's own machine)");
        }
        SignIns.CodeStart start = pool.signIns().startCode(new AccountId(call.id()), redirect);
        call.changed("accounts.sign-in.start", "account:" + call.id(), null, null);
        return new SignInStarted(start.url().toString(), start.state());
    }

    private static boolean local(URI redirect) {
        return "http".equals(redirect.getScheme())
                && (redirect.getHost().equals("localhost") || redirect.getHost().equals("127.0.0.1"));
    }

    private Object finish(ApiCall call, SignInFinish input) {
        AccountId id = pool.signIns().finishCode(input.state(), input.code());
        call.changed("accounts.sign-in.finish", "account:" + id, null, Map.of());
        return new SignedIn(id.toString());
    }

    private Object startDevice(ApiCall call) {
        SignIns.DeviceStart start = pool.signIns().startDevice(new AccountId(call.id()));
        call.changed("accounts.device-sign-in.start", "account:" + call.id(), null, null);
        return new DeviceStarted(
                start.handle(),
                start.userCode(),
                start.verification().toString(),
                start.interval().toSeconds(),
                start.lifetime().toSeconds());
    }
}
