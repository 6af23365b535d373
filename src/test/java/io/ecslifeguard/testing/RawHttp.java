package io.ecslifeguard.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Locale;

/** Requests that no client library would send. */
public final class RawHttp {

    private static final int PATIENCE_MILLIS = 20_000;

    private RawHttp() {}

    public static Answer get(String target) {
        return send("GET", target);
    }

    public static Answer send(String method, String target, String... headers) {
        return exchange(
                method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + String.join("", headers) + "\r\n",
                new byte[0]);
    }

    private static Answer exchange(String head, byte[] body) {
        try (var socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(head.getBytes(UTF_8));
            socket.getOutputStream().write(body);
            return Answer.of(new String(socket.getInputStream().readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(head.lines().findFirst().orElse(""), e);
        }
    }

    /** With a body, and the header fields that tell of it. */
    public static Answer send(String method, String target, String contentType, byte[] body) {
        return exchange(
                method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                        + contentType + "\r\nContent-Length: " + body.length + "\r\n\r\n",
                body);
    }

    public record Answer(int status, String head, String body) {

        static Answer of(String text) {
            var end = text.indexOf("\r\n\r\n");
            var head = text.substring(0, end).toLowerCase(Locale.ROOT);
            return new Answer(Integer.parseInt(head.split(" ")[1]), head, text.substring(end + 4));
        }
    }
}
