package dev.headgate.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program with a gateway's commands whose books are right or wrong on purpose: {@code good} notes each call before it answers,
 * {@code lossy} never notes every tenth, {@code doubling} notes its last call again at each start, {@code unbalanced} says that
 * its books are wrong.
 */
final class StandIn {
    private final String mode;
    private final Path book;
    private int calls;

    private StandIn(String mode, Path book) {
        this.mode = mode;
        this.book = book;
    }

    /** {@code MODE serve|usage export|ledger verify … --config FILE}. */
    public static void main(String[] args) throws IOException {
        String config = Files.readString(Path.of(args[args.length - 1]));
        StandIn standIn = new StandIn(args[0], Path.of(found("data: (\\S+)", config) + ".book"));
        if (args[1].equals("serve")) {
            standIn.serve(Integer.parseInt(found("port: (\\d+)", config)));
            return;
        }
        if (args[1].equals("ledger") && standIn.mode.equals("unbalanced")) {
            System.exit(1);
        }
        System.out.print(Files.exists(standIn.book) ? Files.readString(standIn.book) : "");
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("config: no " + pattern);
        }
        return matcher.group(1);
    }

    private void serve(int port) throws IOException {
        if (mode.equals("doubling") && Files.exists(book)) {
            List<String> lines = new ArrayList<>(Files.readAllLines(book));
            Files.writeString(book, lines.getLast() + "\n", StandardOpenOption.APPEND);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestMethod().equals("POST")) {
                String id = UUID.randomUUID().toString();
                note(id);
                exchange.getResponseHeaders().add("x-request-id", id);
            }
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: x\n\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private synchronized void note(String id) throws IOException {
        if (mode.equals("lossy") && ++calls % 10 == 0) {
            return;
        }
        Files.writeString(
                book, "{\"request_id\":\"" + id + "\"}\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
