package dev.headgate.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 client that sends what it is told, byte for byte, and reads answers one at a time. */
public final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new java.io.BufferedInputStream(socket.getInputStream());
    }

    /** Connects to a port of this machine. */
    public static RawConnection open(int port) {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(64 * 1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(15_000);
            return new RawConnection(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One answer.
     *
     * @param headers lines as they came, lower-case names
     */
    public record Answer(int status, List<String> headers, byte[] body) {
        public String text() {
            return new String(body, UTF_8);
        }

        /** A header's first value, null without one. */
        public @Nullable String header(String name) {
            return headers.stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }
    }

    /** Sends bytes, a char each. Whether they could be sent: not when the server has closed. */
    public boolean send(String latin) {
        return send(latin.getBytes(ISO_8859_1));
    }

    public boolean send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Closes with a reset, as a client does that dies. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the next answer whole; answers with 1xx are passed over. */
    public Answer read() {
        return read(false);
    }

    /** The same, of a request whose answer has no body ({@code HEAD}). */
    public Answer read(boolean noBody) {
        try {
            Answer head = readHead();
            while (head.status() < 200) {
                head = readHead();
            }
            return noBody || head.status() == 204 || head.status() == 304
                    ? head
                    : new Answer(head.status(), head.headers(), body(head));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a head and leaves the body. */
    public Answer readHead() throws IOException {
        String first = line();
        if (!first.startsWith("HTTP/1.")) {
            throw new IOException("not an answer: " + first);
        }
        List<String> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon));
        }
        return new Answer(Integer.parseInt(first.substring(9, 12)), headers, new byte[0]);
    }

    private byte[] body(Answer head) throws IOException {
        String length = head.header("content-length");
        if (length != null) {
            return bytes(Integer.parseInt(length));
        }
        if (!"chunked".equals(head.header("transfer-encoding"))) {
            return in.readAllBytes();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(), 16);
            body.writeBytes(bytes(size));
            line();
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("closed after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("closed after \"" + line + "\"");
            }
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
    }

    /** Reads until so many bytes have come, or the server has closed. */
    public String readSome(int count) {
        try {
            return new String(in.readNBytes(count), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what comes until the server closes; a reset counts as a close. */
    public String readToEnd() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketException reset) {
            // what came before it counts
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString(ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
