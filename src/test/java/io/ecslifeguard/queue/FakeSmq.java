package io.ecslifeguard.queue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers every request as it is told to: for replies that the local cloud does not give. */
class FakeSmq implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Answer answer = new Answer(204, "");

    record Answer(int status, String body) {}

    FakeSmq() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Every request as method, URI and body. */
    List<String> requests() {
        return requests;
    }

    void answers(int status, String body) {
        answer = new Answer(status, body);
    }

    void answersError(int status, String code) {
        answers(status, """
                <?xml version="1.0" ?>
                <Error xmlns="http://mns.aliyuncs.com/doc/v1">
                  <Code>%s</Code>
                  <Message>The vendor's words.</Message>
                  <RequestId>6AB5CE493234370F0006D865</RequestId>
                  <HostId>http://123456789.mns.cn-hangzhou.aliyuncs.com</HostId>
                </Error>
                """.formatted(code));
    }

    /** Reads requests and never answers. */
    void hangs() {
        answer = null;
    }

    private void handle(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        var told = answer;
        if (told == null) {
            return;
        }
        var bytes = told.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml;charset=utf-8");
        exchange.sendResponseHeaders(told.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
