package io.ecslifeguard.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.metrics.MetricsResource;
import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.LocalCloudResource;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.Records;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
@WithTestResource(MetricsResource.class)
@WithTestResource(TracingResource.class)
class TracingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RECEIVE = "receive ecs-events";

    private final InMemorySpanExporter exporter;
    private final Records records;
    private final Console console = new Console();

    TracingTest(InMemorySpanExporter exporter, Pool pool) {
        this.exporter = exporter;
        records = new Records(pool);
    }

    @Test
    void aMessageThatLeadsToARestartIsOneTrace() {
        // Given
        var instance = console.running(Map.of("tags", Map.of("ecs-lifeguard/restart", "on")));

        // When
        console.act("instances/" + instance + "/stop");

        // Then
        records.awaitDone("restart", instance);
        var trace = awaitTrace("restart", instance, "ECS StartInstance");
        var receipt = only(trace, RECEIVE);
        assertThat(receipt.getParentSpanId()).isEqualTo(SpanId.getInvalid());
        assertThat(only(trace, "commit").getParentSpanId()).isEqualTo(receipt.getSpanId());
        var attempts = named(trace, "attempt restart");
        assertThat(attempts)
                .hasSizeGreaterThan(1)
                .allSatisfy(attempt -> assertThat(attempt.getParentSpanId()).isEqualTo(receipt.getSpanId()))
                .last()
                .satisfies(
                        last -> assertThat(attribute(last, "lifeguard.outcome")).isEqualTo("done"));
        assertThat(named(trace, "ECS DescribeInstances"))
                .isNotEmpty()
                .allSatisfy(
                        call -> assertThat(attribute(call, "lifeguard.code")).isEqualTo("OK"))
                .allSatisfy(call ->
                        assertThat(attribute(call, "lifeguard.request-id")).isNotBlank())
                .allSatisfy(call -> assertThat(ids(attempts)).contains(call.getParentSpanId()));
        var start = only(trace, "ECS StartInstance");
        assertThat(ids(attempts)).contains(start.getParentSpanId());
        assertThat(attribute(start, "lifeguard.code")).isEqualTo("OK");
        assertThat(records.query("select request_id from call where '%s' = any (instances)".formatted(instance)))
                .extracting(row -> row.getString(0))
                .containsExactly(attribute(start, "lifeguard.request-id"));
        assertThat(trace)
                .extracting(SpanData::getName)
                .containsOnly(RECEIVE, "commit", "attempt restart", "ECS DescribeInstances", "ECS StartInstance");
    }

    @Test
    void whatALaneDoesForAReactionIsInItsTrace() {
        // Given
        var instance = console.running(Map.of("spot", true));
        var balancer = console.post("loadbalancers", Map.of()).getString("id");
        var group = console.post("groups", Map.of("loadBalancer", balancer)).getString("id");
        console.act("groups/" + group + "/backends", Map.of("server", instance, "port", 80, "weight", 100));

        // When
        console.act("instances/" + instance + "/interrupt");

        // Then
        records.awaitDone("evacuate", instance);
        var trace = awaitTrace("evacuate", instance, "SLB RemoveVServerGroupBackendServers");
        var receipt = only(trace, RECEIVE);
        for (var edit : List.of("SLB SetVServerGroupAttribute", "SLB RemoveVServerGroupBackendServers")) {
            var call = only(trace, edit);
            assertThat(call.getParentSpanId()).isEqualTo(receipt.getSpanId());
            assertThat(attribute(call, "lifeguard.request-id")).isNotBlank();
        }
    }

    @Test
    void aCallThatFailsSaysWithWhichCode() {
        // Given
        var instance = console.running(Map.of("tags", Map.of("ecs-lifeguard/restart", "on")));
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "ecs:StartInstance",
                        "times",
                        1,
                        "error",
                        Map.of("status", 403, "code", "InstanceLockedForSecurity", "message", "as told")));

        // When
        console.act("instances/" + instance + "/stop");

        // Then
        var trace = awaitTrace("restart", instance, "ECS StartInstance");
        var call = only(trace, "ECS StartInstance");
        assertThat(attribute(call, "lifeguard.code")).isEqualTo("InstanceLockedForSecurity");
        assertThat(attribute(call, "lifeguard.request-id")).isNotBlank();
        assertThat(call.getStatus().getStatusCode().name()).isEqualTo("ERROR");
    }

    /** The spans of the trace that a reaction's message began, once this call is among them and all attempts are. */
    private List<SpanData> awaitTrace(String reaction, String instance, String call) {
        var parent =
                "select traceparent, (select count(*) from attempt a where a.reaction_id = r.id and r.status <> 'open')"
                        + " from reaction r where name = '%s' and instance_id = '%s'".formatted(reaction, instance);
        await().atMost(PATIENCE).until(() -> {
            var row = records.query(parent).stream().findFirst();
            return row.isPresent()
                    && row.get().getLong(1) > 0
                    && named(trace(row.get().getString(0)), "attempt " + reaction)
                                    .size()
                            == row.get().getLong(1)
                    && !named(trace(row.get().getString(0)), RECEIVE).isEmpty()
                    && !named(trace(row.get().getString(0)), call).isEmpty();
        });
        return trace(records.query(parent).get(0).getString(0));
    }

    private List<SpanData> trace(String traceparent) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(traceparent.split("-")[1]))
                .toList();
    }

    private static List<SpanData> named(List<SpanData> spans, String name) {
        return spans.stream().filter(span -> span.getName().equals(name)).toList();
    }

    private static SpanData only(List<SpanData> spans, String name) {
        assertThat(named(spans, name)).hasSize(1);
        return named(spans, name).get(0);
    }

    private static List<String> ids(List<SpanData> spans) {
        return spans.stream().map(SpanData::getSpanId).toList();
    }

    private static String attribute(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }
}
