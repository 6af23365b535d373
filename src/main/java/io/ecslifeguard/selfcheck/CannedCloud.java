package io.ecslifeguard.selfcheck;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers each call with the same words, on a port of the loopback interface that is free. Plain sockets, since it must work
 * where nothing else does yet.
 */
final class CannedCloud implements AutoCloseable {

    private static final int LONGEST_LINE = 64 * 1024;
    private static final int PATIENCE_MILLIS = 5_000;

    private final Map<String, Reply> replies;
    private final ServerSocket server;
    private final Map<String, Map<String, String>> asked = new ConcurrentHashMap<>();

    /** An answer. */
    record Reply(int status, String type, String body) {

        static Reply json(int status, String body) {
            return new Reply(status, "application/json", body);
        }

        static Reply xml(int status, String body) {
            return new Reply(status, "text/xml", body);
        }
    }

    /** {@code replies} by action such as {@code StartInstance}, or where there is none by method and path. */
    CannedCloud(Map<String, Reply> replies) throws IOException {
        this.replies = Map.copyOf(replies);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        inBackground(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** With which parameters a call was last made; empty where it was not. */
    Map<String, String> asked(String call) {
        return asked.getOrDefault(call, Map.of());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var connection = server.accept();
                inBackground(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout(PATIENCE_MILLIS);
            var in = new BufferedInputStream(connection.getInputStream());
            var request = line(in);
            if (request.isEmpty()) {
                return;
            }
            var headers = headers(in);
            var out = connection.getOutputStream();
            if (headers.containsKey("expect")) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(UTF_8));
                out.flush();
            }
            skipBody(in, headers);
            out.write(answer(request.split(" "), headers));
            out.flush();
        } catch (IOException | RuntimeException gone) {
            // whoever asked will tell that there was no answer
        }
    }

    private byte[] answer(String[] request, Map<String, String> headers) {
        var target = request[1].split("\\?", 2);
        var call = headers.getOrDefault("x-acs-action", request[0] + " " + target[0]);
        asked.put(call, target.length == 1 ? Map.of() : parameters(target[1]));
        var reply = replies.getOrDefault(
                call,
                Reply.json(404, "{\"Code\":\"NoReply\",\"Message\":\"The self-check has no reply to " + call + "\"}"));
        var body = reply.body();
        return ("HTTP/1.1 " + reply.status() + " -\r\nContent-Type: " + reply.type() + "\r\nContent-Length: "
                        + body.getBytes(UTF_8).length + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(UTF_8);
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static void skipBody(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            for (var size = line(in); ; size = line(in)) {
                var length = Integer.parseInt(size.split(";")[0].strip(), 16);
                in.skipNBytes(length);
                var unused = line(in);
                if (length == 0) {
                    return;
                }
            }
        }
        in.skipNBytes(Long.parseLong(headers.getOrDefault("content-length", "0")));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n' && next != -1 && line.length() < LONGEST_LINE; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        for (var pair : query.split("&")) {
            var parts = pair.split("=", 2);
            parameters.put(
                    URLDecoder.decode(parts[0], UTF_8), parts.length == 1 ? "" : URLDecoder.decode(parts[1], UTF_8));
        }
        return parameters;
    }

    private static void inBackground(Runnable task) {
        var thread = new Thread(task, "self-check");
        thread.setDaemon(true);
        thread.start();
    }
}
