package io.ecslifeguard.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers every call as it is told to, the last answer for ever: for replies that the local cloud does not give. */
class FakeCloud implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private Answer last = new Answer(200, "{\"RequestId\":\"R-1\"}");
    private volatile CountDownLatch gate = new CountDownLatch(0);

    record Answer(int status, String body) {}

    record Call(String action, Map<String, String> parameters) {}

    FakeCloud() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Call> calls() {
        return calls;
    }

    synchronized void then(int status, String body) {
        answers.add(new Answer(status, body));
    }

    void thenError(int status, String code, String message) {
        then(
                status,
                "{\"RequestId\":\"R-2\",\"HostId\":\"ecs\",\"Code\":\"%s\",\"Message\":\"%s\"}"
                        .formatted(code, message));
    }

    /** Reads calls and does not answer them until it is told to. */
    void holdsBack() {
        gate = new CountDownLatch(1);
    }

    void letsGo() {
        gate.countDown();
    }

    private synchronized Answer next() {
        var next = answers.poll();
        last = next == null ? last : next;
        return last;
    }

    private void handle(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        calls.add(new Call(
                exchange.getRequestHeaders().getFirst("x-acs-action"),
                parameters(exchange.getRequestURI().getRawQuery())));
        try {
            gate.await();
        } catch (InterruptedException e) {
            return;
        }
        var answer = next();
        if (answer.status() == 0) {
            exchange.close();
            return;
        }
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json;charset=utf-8");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new TreeMap<String, String>();
        for (var pair : Optional.ofNullable(query).orElse("").split("&")) {
            var at = pair.indexOf('=');
            if (at > 0) {
                parameters.put(
                        URLDecoder.decode(pair.substring(0, at), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
