package dev.headgate.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A gateway that can be started beside others: its command, its configuration and when it is ready.
 *
 * @param name how the tables call it
 * @param program the name of its processes that count
 * @param command what starts it, in the foreground
 * @param folder its working folder
 * @param port where it listens
 * @param readyPath what answers 200 (or any status, for a plain proxy) when it is ready
 */
record Gateway(
        String name, String program, List<String> command, Path folder, int port, String readyPath, boolean anyStatus) {
    /** The key that clients send. */
    static final String CLIENT_KEY = "sk-hg-bench-0123456789abcdef0123456789abcdef";

    /** The key that the upstream is to see. */
    static final String UPSTREAM_KEY = "sk-upstream-bench";

    private static final Duration READY = Duration.ofMinutes(5);

    Gateway {
        command = List.copyOf(command);
    }

    /** A started gateway and how long it took to be ready. */
    record Running(Gateway gateway, ProcessTree processes, Duration startUp) {
        boolean isNginx() {
            return gateway.program.equals("nginx");
        }
    }

    /** Starts it and waits until it is ready. Its output goes to a file in its folder. */
    Running start() throws IOException, InterruptedException {
        return start(Map.of());
    }

    /** The same with environment variables of its own. */
    Running start(Map<String, String> environment) throws IOException, InterruptedException {
        Path log = folder.resolve(name + ".log");
        long begin = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        ProcessTree tree = new ProcessTree(process, program);
        tree.endWithThisProgram();
        while (!ready()) {
            if (!process.isAlive() || System.nanoTime() - begin > READY.toNanos()) {
                tree.stop();
                throw new IOException(
                        name + " did not become ready (command: " + command + "); its last words:\n" + tail(log));
            }
            Thread.sleep(5);
        }
        return new Running(this, tree, Duration.ofNanos(System.nanoTime() - begin));
    }

    /** nginx as a plain relay with a key check. */
    static Gateway nginx(String binary, Path folder, int upstreamPort) throws IOException {
        int port = freePort();
        Path config = folder.resolve("nginx.conf");
        Files.writeString(config, nginxConfig(folder, port, upstreamPort));
        List<String> command = List.of(binary, "-p", folder.toString(), "-c", config.toString(), "-e", "stderr");
        return new Gateway("nginx", "nginx", command, folder, port, "/v1/models", true);
    }

    /** Headgate with one account, one user and one key. {@code prefix} is what stands before {@code serve}. */
    static Gateway headgate(List<String> prefix, Path folder, int upstreamPort) throws IOException {
        return headgate(prefix, folder, upstreamPort, "sqlite:" + folder + "/data/headgate.db");
    }

    /** The same on another store. */
    static Gateway headgate(List<String> prefix, Path folder, int upstreamPort, String store) throws IOException {
        int port = freePort();
        Path config = folder.resolve("headgate.yaml");
        Files.writeString(config, headgateConfig(folder, port, upstreamPort, store));
        return serving(prefix, folder, port, config);
    }

    /** Headgate as a configuration says. */
    static Gateway serving(List<String> prefix, Path folder, int port, Path config) {
        List<String> command = new java.util.ArrayList<>(prefix);
        command.addAll(List.of("serve", "--config", config.toString()));
        return new Gateway("headgate", "java", command, folder, port, "/health/ready", false);
    }

    /** The same under another name. */
    Gateway named(String other) {
        return new Gateway(other, program, command, folder, port, readyPath, anyStatus);
    }

    /** A port on which nothing listens now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean ready() {
        try {
            HttpURLConnection http = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + readyPath).toURL().openConnection();
            http.setConnectTimeout(1_000);
            http.setReadTimeout(2_000);
            int status = http.getResponseCode();
            http.disconnect();
            return anyStatus || status == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private static String nginxConfig(Path folder, int port, int upstreamPort) {
        return """
                daemon off;
                worker_processes auto;
                worker_rlimit_nofile 16000;
                pid %1$s/nginx.pid;
                error_log stderr error;
                events { worker_connections 12000; }
                http {
                  access_log off;
                  client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  keepalive_requests 100000000;
                  client_body_buffer_size 64k;
                  map $http_x_api_key $allowed { default 0; "%4$s" 1; }
                  upstream fake { server 127.0.0.1:%3$d; keepalive 6000; keepalive_requests 100000000; }
                  server {
                    listen 127.0.0.1:%2$d backlog=8192;
                    location / {
                      if ($allowed = 0) { return 401; }
                      proxy_pass http://fake;
                      proxy_http_version 1.1;
                      proxy_set_header Connection "";
                      proxy_set_header x-api-key "%5$s";
                      proxy_buffering off;
                      proxy_read_timeout 600s;
                    }
                  }
                }
                """.formatted(folder, port, upstreamPort, CLIENT_KEY, UPSTREAM_KEY);
    }

    private static String headgateConfig(Path folder, int port, int upstreamPort, String store) {
        return """
                server: { host: 127.0.0.1, port: %1$d }
                data: %2$s/data
                store: { url: "%6$s" }
                secrets: { master-key-file: %2$s/data/master.key }
                bootstrap: { admin-email: admin@example.com, admin-password: bench-admin-password-1 }
                declare:
                  groups:
                    - { name: default, rate-multiplier: 1.0, billing: none, unknown-model: unpriced }
                  accounts:
                    - name: fake-1
                      provider: anthropic
                      base-url: http://127.0.0.1:%3$d
                      credential: { type: api-key, api-key: "%4$s" }
                      groups: [default]
                      concurrency: 20000
                  users:
                    - { email: dev@example.com, balance: 10.00, concurrency: 20000 }
                  keys:
                    - { name: bench, user: dev@example.com, group: default, key: "%5$s" }
                """.formatted(port, folder, upstreamPort, UPSTREAM_KEY, CLIENT_KEY, store);
    }
}
