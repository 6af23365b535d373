package io.ecslifeguard.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Locale;
import java.util.regex.Pattern;

/** Requests that no client library would send. */
public final class RawHttp {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

    private RawHttp() {}

    public static Answer get(String target) {
        return send("GET", target);
    }

    public static Answer send(String method, String target, String... headers) {
        return exchange(RestAssured.port, head(method, target) + String.join("", headers) + "\r\n", new byte[0]);
    }

    /** Of another port than the API's. */
    public static Answer get(int port, String target) {
        return exchange(port, head("GET", target) + "\r\n", new byte[0]);
    }

    private static String head(String method, String target) {
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    }

    private static Answer exchange(int port, String head, byte[] body) {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(head.getBytes(UTF_8));
            socket.getOutputStream().write(body);
            return answer(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(head.lines().findFirst().orElse(""), e);
        }
    }

    /** Up to its end as its head tells it, or else the connection's: one whose request is not read in full stays open. */
    private static Answer answer(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0) {
                throw new EOFException("The answer ends within its head: " + head.toString(UTF_8));
            }
            head.write(next);
        }
        var length = LENGTH.matcher(head.toString(UTF_8));
        var body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : in.readAllBytes();
        return Answer.of(head.toString(UTF_8), new String(body, UTF_8));
    }

    /** With a body, and the header fields that tell of it. */
    public static Answer send(String method, String target, String contentType, byte[] body) {
        return exchange(
                RestAssured.port,
                head(method, target) + "Content-Type: " + contentType + "\r\nContent-Length: " + body.length
                        + "\r\n\r\n",
                body);
    }

    public record Answer(int status, String head, String body) {

        static Answer of(String head, String body) {
            return new Answer(Integer.parseInt(head.split(" ")[1]), head.toLowerCase(Locale.ROOT), body);
        }
    }
}
