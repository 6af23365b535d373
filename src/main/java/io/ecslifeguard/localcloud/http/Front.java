package io.ecslifeguard.localcloud.http;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Time;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes each request to the protocol that it belongs to, applies the faults meant for it, and records it. */
public final class Front {

    private static final Logger LOG = Logger.getLogger(Front.class.getName());

    /** Sixteen messages of 64 KB, each byte of them escaped. */
    private static final int MAX_BODY = 8 * 1024 * 1024;

    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final Vertx vertx;
    private final Time time;
    private final Endpoint smq;
    private final Endpoint openApi;
    private final Controls controls;
    private final Faults faults;
    private final Policy policy;
    private final Calls calls;
    private long dateSecond;
    private String date;

    public Front(
            Vertx vertx,
            Time time,
            Endpoint smq,
            Endpoint openApi,
            Controls controls,
            Faults faults,
            Policy policy,
            Calls calls) {
        this.vertx = vertx;
        this.time = time;
        this.smq = smq;
        this.openApi = openApi;
        this.controls = controls;
        this.faults = faults;
        this.policy = policy;
        this.calls = calls;
    }

    /** Receives the body, within a limit, and answers. */
    public void handle(HttpServerRequest http) {
        var chunks = io.vertx.core.buffer.Buffer.buffer();
        http.handler(chunk -> {
            if (chunks.length() + chunk.length() <= MAX_BODY) {
                chunks.appendBuffer(chunk);
            } else if (!http.response().ended()) {
                http.response()
                        .setStatusCode(413)
                        .putHeader("Connection", "close")
                        .end();
            }
        });
        http.endHandler(ignored -> {
            if (!http.response().ended()) {
                route(new Request(http, chunks));
            }
        });
        http.exceptionHandler(ignored -> {});
    }

    private void route(Request request) {
        var path = request.path() == null ? "" : request.path();
        if (path.equals("/localcloud") || path.startsWith("/localcloud/")) {
            send(request, controls.answer(request));
        } else if ((path + "/").contains("/queues/")) {
            call(smq, request);
        } else if (path.equals("/") || path.isEmpty()) {
            call(openApi, request);
        } else {
            call(smq, request);
        }
    }

    private void call(Endpoint endpoint, Request request) {
        var call = new Running(endpoint, request, endpoint.operation(request), time.now(), System.nanoTime());
        try {
            endpoint.authenticate(request, call.operation);
            policy.check(call.operation);
        } catch (ApiError e) {
            call.finish(endpoint.error(request, call.operation, e), null);
            return;
        } catch (RuntimeException e) {
            call.finish(endpoint.error(request, call.operation, failed(call, e)), null);
            return;
        }
        var hitting = faults.hitting(call.operation);
        if (hitting.isEmpty()) {
            run(call, reply -> call.finish(reply, null));
            return;
        }
        var latency = hitting.stream().mapToLong(fault -> fault.latencyMillis).sum();
        Runnable next = () -> hold("before", call, hitting, () -> spoil(call, hitting));
        if (latency == 0) {
            next.run();
        } else {
            // by the clock on the wall, since that is what a client's time-outs go by
            vertx.setTimer(latency, ignored -> next.run());
        }
    }

    private static void hold(String when, Running call, List<Fault> hitting, Runnable next) {
        hitting.stream()
                .filter(fault -> when.equals(fault.hold))
                .findFirst()
                .ifPresentOrElse(fault -> call.hold(fault, ids(hitting), next), next);
    }

    private static String ids(List<Fault> hitting) {
        return String.join(",", hitting.stream().map(fault -> fault.id).toList());
    }

    private void spoil(Running call, List<Fault> hitting) {
        var ids = ids(hitting);
        Fault after = null;
        for (var fault : hitting) {
            if (fault.quotaPerMinute > 0) {
                var error = fault.error == null ? call.endpoint.throttled(call.operation) : fault.error;
                call.finish(call.endpoint.error(call.request, call.operation, error), ids);
                return;
            }
            if (fault.error != null) {
                call.finish(call.endpoint.error(call.request, call.operation, fault.error), ids);
                return;
            }
            if ("before".equals(fault.drop)) {
                call.drop(ids);
                return;
            }
            if (fault.reply != null) {
                call.finish(
                        Reply.of(
                                fault.reply.getInteger("status", 200),
                                null,
                                Map.of("Content-Type", fault.reply.getString("contentType", "text/html")),
                                fault.reply.getString("body", "<html><body>Bad Gateway</body></html>")),
                        ids);
                return;
            }
            if (fault.drop != null) {
                after = fault;
            }
        }
        var drop = after != null;
        run(
                call,
                reply -> hold("after", call, hitting, () -> {
                    if (drop) {
                        call.drop(ids);
                    } else {
                        call.finish(reply, ids);
                    }
                }));
    }

    private static void run(Running call, Consumer<Reply> reply) {
        try {
            call.endpoint.answer(call.request, call.operation, reply);
        } catch (ApiError e) {
            reply.accept(call.endpoint.error(call.request, call.operation, e));
        } catch (RuntimeException e) {
            reply.accept(call.endpoint.error(call.request, call.operation, failed(call, e)));
        }
    }

    private static ApiError failed(Running call, RuntimeException e) {
        LOG.log(Level.SEVERE, "The local cloud failed at " + call.operation.name(), e);
        return new ApiError(500, "InternalError", "The local cloud failed: " + e);
    }

    private String date() {
        var second = System.currentTimeMillis() / 1000;
        if (second != dateSecond) {
            dateSecond = second;
            date = DATE.format(Instant.ofEpochSecond(second));
        }
        return date;
    }

    private void send(Request request, Reply reply) {
        var response = request.http().response();
        if (request.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(reply.status()).putHeader("Date", date());
        reply.headers().forEach(response::putHeader);
        response.end(reply.body());
    }

    private final class Running {
        final Endpoint endpoint;
        final Request request;
        final Operation operation;
        private final Instant at;
        private final long started;

        Running(Endpoint endpoint, Request request, Operation operation, Instant at, long started) {
            this.endpoint = endpoint;
            this.request = request;
            this.operation = operation;
            this.at = at;
            this.started = started;
        }

        void finish(Reply reply, String fault) {
            record(reply.status(), reply.code(), fault);
            send(request, reply);
        }

        /** Goes on when the fault is removed; where the client goes before that, it goes on for nobody. */
        void hold(Fault fault, String faults, Runnable next) {
            if (request.closed()) {
                drop(faults);
                return;
            }
            fault.hold(next);
            request.onClose(() -> {
                if (fault.forget(next)) {
                    drop(faults);
                }
            });
        }

        void drop(String fault) {
            record(0, "ConnectionDropped", fault);
            request.http().connection().close();
        }

        private void record(int status, String code, String fault) {
            var micros = (System.nanoTime() - started) / 1000;
            calls.add(
                    operation, at, micros, status, code, operation.parameters().get("AccessKeyId"), fault);
        }
    }
}
