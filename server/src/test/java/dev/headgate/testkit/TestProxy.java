package dev.headgate.testkit;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A SOCKS5 (RFC 1928, 1929) or an HTTP proxy (CONNECT) on a free port, which wants a user and a password. */
public final class TestProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final boolean socks;
    private final String user;
    private final String password;
    private final List<String> targets = new CopyOnWriteArrayList<>();

    private TestProxy(boolean socks, String user, String password) throws IOException {
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.socks = socks;
        this.user = user;
        this.password = password;
        Thread.ofVirtual().start(this::accept);
    }

    public static TestProxy socks5(String user, String password) {
        return open(true, user, password);
    }

    public static TestProxy http(String user, String password) {
        return open(false, user, password);
    }

    private static TestProxy open(boolean socks, String user, String password) {
        try {
            return new TestProxy(socks, user, password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url(String givenPassword) {
        return (socks ? "socks5://" : "http://") + user + ":" + givenPassword + "@127.0.0.1:"
                + listening.getLocalPort();
    }

    /** Whom clients were connected to, as {@code host:port}. */
    public List<String> targets() {
        return targets;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Socket target = socks ? socksTarget(client) : httpTarget(client);
            if (target == null) {
                return;
            }
            try (target) {
                Thread up = Thread.ofVirtual().start(() -> pipe(client, target));
                pipe(target, client);
                up.join();
            }
        } catch (IOException e) {
            return; // one of the two went away
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pipe(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            return; // the other side ends as well
        }
    }

    private Socket connect(String host, int port) throws IOException {
        targets.add(host + ":" + port);
        return new Socket(host, port);
    }

    private Socket socksTarget(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        in.readByte();
        in.readNBytes(in.readUnsignedByte());
        out.write(new byte[] {5, 2});
        in.readByte();
        String givenUser = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
        String givenPassword = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
        boolean good = givenUser.equals(user) && givenPassword.equals(password);
        out.write(new byte[] {1, (byte) (good ? 0 : 1)});
        if (!good) {
            return null;
        }
        in.readNBytes(3);
        int kind = in.readUnsignedByte();
        String host = kind == 3
                ? new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII)
                : InetAddress.getByAddress(in.readNBytes(kind == 1 ? 4 : 16)).getHostAddress();
        int port = in.readUnsignedShort();
        Socket target = connect(host, port);
        out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        return target;
    }

    private Socket httpTarget(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = client.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("connected to and left");
            }
            head.append((char) next);
        }
        String basic = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        String[] request = head.substring(0, head.indexOf("\r\n")).split(" ", -1);
        if (!head.toString().contains("Basic " + basic)) {
            client.getOutputStream()
                    .write("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return null;
        }
        if (!request[0].equals("CONNECT")) {
            java.net.URI uri = java.net.URI.create(request[1]);
            Socket target = connect(uri.getHost(), uri.getPort());
            target.getOutputStream()
                    .write(head.toString().replace(request[1], uri.getRawPath()).getBytes(StandardCharsets.ISO_8859_1));
            return target;
        }
        int colon = request[1].lastIndexOf(':');
        Socket target = connect(request[1].substring(0, colon), Integer.parseInt(request[1].substring(colon + 1)));
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return target;
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
