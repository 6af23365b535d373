package io.ecslifeguard.restart;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.dispatch.Outcome;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How a restart ends for each code that StartInstance is known to answer, alone and as the end of one of several.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-startinstance">StartInstance</a>
 */
class StartErrorsTest {

    private static final List<String> TABLE = new ArrayList<>();
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SLOWLY = Duration.ofMinutes(5);
    private static final Map<String, String> OF_SEVERAL = Map.ofEntries(
            entry("200", "started"),
            entry("InvalidInstanceId.NotFound", "gone"),
            entry("IncorrectInstanceStatus", "retry"),
            entry("InstanceNotReady", "retry"),
            entry("InstanceLockedForSecurity", "stop and tell GIVEN_UP"),
            entry("InstanceExpired", "stop and tell GIVEN_UP"),
            entry("DiskInArrears", "stop and tell GIVEN_UP"),
            entry("InsufficientBalance", "stop and tell GIVEN_UP"),
            entry("DiskError", "stop and tell GIVEN_UP"),
            entry("OperationDenied.NoStock", "slow retry"),
            entry("OperationDenied.SpotPriceLowerThanPublicPrice", "slow retry"),
            entry("QuotaExceed.ElasticQuota", "stop and tell GIVEN_UP"),
            entry("InvalidParameter.KMSKeyId.KMSUnauthorized", "stop and tell ACCESS_DENIED"),
            entry("InternalError", "retry"),
            entry("ServiceUnavailable", "retry"),
            entry("OperationConflict", "retry"),
            entry("Throttling", "retry"));

    private static RestartScene scene;

    @BeforeAll
    static void open() {
        scene = new RestartScene();
    }

    @AfterAll
    static void close() {
        System.out.println("| HTTP | code | how it ended |\n|---|---|---|\n" + String.join("\n", TABLE));
        scene.close();
    }

    @BeforeEach
    void noFaults() {
        scene.console.delete("faults");
        scene.console.delete("calls");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "404, InvalidInstanceId.NotFound, gone",
        "403, IncorrectInstanceStatus, 'retry, runs'",
        "403, InstanceNotReady, 'retry, runs'",
        "500, InstanceNotReady, 'retry, runs'",
        "403, InstanceLockedForSecurity, stop and tell GIVEN_UP",
        "403, InstanceExpired, stop and tell GIVEN_UP",
        "403, DiskInArrears, stop and tell GIVEN_UP",
        "403, InsufficientBalance, stop and tell GIVEN_UP",
        "400, InsufficientBalance, stop and tell GIVEN_UP",
        "403, DiskError, stop and tell GIVEN_UP",
        "403, OperationDenied.NoStock, 'slow retry, runs'",
        "403, OperationDenied.SpotPriceLowerThanPublicPrice, 'slow retry, runs'",
        "403, QuotaExceed.ElasticQuota, stop and tell GIVEN_UP",
        "403, InvalidParameter.KMSKeyId.KMSUnauthorized, stop and tell ACCESS_DENIED",
        "403, Forbidden.RAM, stop and tell ACCESS_DENIED",
        "500, InternalError, 'retry, runs'",
        "503, ServiceUnavailable, 'retry, runs'",
        "403, OperationConflict, 'retry, runs'",
        "403, IncorrectInstanceStatus.Initializing, 'retry, runs'",
        "403, InvalidOperation.Conflict, 'retry, runs'",
        "400, LastTokenProcessing, 'retry, runs'",
        "400, Throttling, 'retry, runs'",
        "429, Throttling.User, 'retry, runs'",
        "400, Throttling.Api, 'retry, runs'",
        "400, Rejected.Throttling, 'retry, runs'",
        "400, NeverHeardOf, 'retry, runs'"
    })
    void endsAsTheSpecificationSays(int status, String code, String expected) {
        // Given
        var instance = scene.stopped();
        var attempt = scene.attempt(instance);
        var reaction = scene.reaction(TestRestartConfig.with());
        scene.console.act(
                "faults",
                Map.of(
                        "operation",
                        "ecs:StartInstance",
                        "error",
                        Map.of("status", status, "code", code, "message", "As the test wants it")));

        // When
        var first = scene.next(reaction, attempt);
        scene.console.delete("faults");
        var last = first instanceof Outcome.Again ? scene.all(reaction, attempt) : first;

        // Then
        var ended = how(first, last);
        TABLE.add("| %d | `%s` | %s |".formatted(status, code, ended));
        assertThat(ended).isEqualTo(expected);
        assertThat(scene.console.state(instance)).isEqualTo(expected.endsWith("runs") ? "Running" : "Stopped");
        assertThat(first.note()).contains(code);
    }

    @Test
    void endsEachOfSeveralByItsOwnCode() {
        // Given
        var reaction = scene.reaction(TestRestartConfig.with());
        var alone = scene.stopped();
        var codes = List.copyOf(OF_SEVERAL.keySet());
        var instances = codes.stream().map(code -> scene.stopped()).toList();
        // while the first is under way, the others gather
        scene.console.act("faults", Map.of("operation", "ecs:StartInstance", "latencyMillis", 3000));
        scene.console.act("faults", Map.of("operation", "ecs:StartInstances", "reply", reply(instances, codes)));

        // When
        var first = scene.begin(reaction, scene.attempt(alone)).subscribeAsCompletionStage();
        scene.awaitAsked(alone);
        var outcomes = Uni.join()
                .all(instances.stream()
                        .map(instance -> scene.begin(reaction, scene.attempt(instance)))
                        .toList())
                .andFailFast()
                .await()
                .atMost(LONG);

        // Then
        assertThat(first).succeedsWithin(LONG);
        assertThat(scene.console.calls("ecs:StartInstances", "SuccessFirst")).hasSize(1);
        var ends = new LinkedHashMap<String, String>();
        for (var index = 0; index < codes.size(); index++) {
            ends.put(codes.get(index), how(outcomes.get(index), outcomes.get(index)));
        }
        assertThat(ends).containsExactlyInAnyOrderEntriesOf(OF_SEVERAL);
    }

    private static Map<String, Object> reply(List<String> instances, List<String> codes) {
        var responses = new JsonArray();
        for (var index = 0; index < instances.size(); index++) {
            responses.add(new JsonObject()
                    .put("InstanceId", instances.get(index))
                    .put("Code", codes.get(index))
                    .put("Message", "As the test wants it"));
        }
        var body = new JsonObject()
                .put("RequestId", "r-several")
                .put("InstanceResponses", new JsonObject().put("InstanceResponse", responses));
        return Map.of("status", 200, "contentType", "application/json", "body", body.encode());
    }

    private static String how(Outcome first, Outcome last) {
        var runs = last instanceof Outcome.Done ? ", runs" : "";
        if (first.note().startsWith("Started (request ") && last == first) {
            return "started";
        }
        if (first instanceof Outcome.Again again) {
            return (again.after().compareTo(SLOWLY) >= 0 ? "slow retry" : "retry") + runs;
        }
        if (first instanceof Outcome.Skipped) {
            return first.note().startsWith("It is gone") ? "gone" : first.toString();
        }
        return first instanceof Outcome.Failed
                ? "stop and tell " + first.notices().get(0).kind()
                : first.toString();
    }
}
