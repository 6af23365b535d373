package io.ecslifeguard.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of webhooks: answers as it is told to, and keeps what it was sent. */
final class Receiver implements AutoCloseable {

    /** Holds the answer back until the receiver is closed. */
    static final Reply HANG = new Reply(0, "");

    private static final Reply OK = new Reply(200, "{\"errcode\":0,\"errmsg\":\"ok\"}");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Reply>> next = new ConcurrentHashMap<>();
    private final Map<String, Reply> always = new ConcurrentHashMap<>();

    Receiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Answers the next request to this path so, and the one after as before. */
    void next(String path, Reply reply) {
        next.computeIfAbsent(path, key -> new ConcurrentLinkedQueue<>()).add(reply);
    }

    void always(String path, Reply reply) {
        always.put(path, reply);
    }

    void asUsual(String path) {
        var unused = always.remove(path);
    }

    List<Received> at(String path) {
        return received.stream().filter(one -> one.path().equals(path)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        var unused = threads.shutdownNow();
    }

    private void take(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        var uri = exchange.getRequestURI();
        received.add(new Received(
                exchange.getRequestMethod(),
                uri.getPath(),
                uri.getRawQuery(),
                exchange.getRequestHeaders().getFirst("X-Lifeguard-Id"),
                exchange.getRequestHeaders().getFirst("X-Lifeguard-Signature"),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                body));
        var planned =
                next.getOrDefault(uri.getPath(), new ConcurrentLinkedQueue<>()).poll();
        var reply = planned == null ? always.getOrDefault(uri.getPath(), OK) : planned;
        if (reply == HANG) {
            return;
        }
        var bytes = reply.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    record Reply(int status, String body) {}

    record Received(
            String method, String path, String query, String id, String signature, String contentType, String body) {

        JsonObject json() {
            return new JsonObject(body);
        }

        List<Long> notices() {
            return json().getJsonArray("notices").stream()
                    .map(JsonObject.class::cast)
                    .map(notice -> notice.getLong("id"))
                    .toList();
        }
    }
}
