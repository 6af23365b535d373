package io.ecslifeguard.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.localcloud.core.EventSink;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalCloudTest {

    @Test
    void runsSideBySideWithAnother() {
        try (var one = Clouds.start();
                var other = Clouds.start()) {
            new Raw(one).control("POST", "queues/ecs-events/messages", "only here");

            assertThat(new Raw(one).queue("ecs-events").getInteger("active")).isEqualTo(1);
            assertThat(new Raw(other).queue("ecs-events").getInteger("active")).isZero();
        }
    }

    @Test
    void tellsThatItsPortIsTaken() {
        try (var cloud = Clouds.start()) {
            assertThatThrownBy(() -> LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(cloud.port())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(":" + cloud.port());
        }
    }

    @Test
    void putsEventsOnTheQueuesWhoseRuleTheyMeet() {
        // Given
        var sink = new AtomicReference<EventSink>();
        var seeded = new AtomicReference<String>();
        var options = Clouds.OPTIONS.withQueues(List.of("all", "spot=PreemptibleInstanceInterruption"));
        try (var cloud = LocalCloud.start(options.withFleet("demo"), (time, given, ignored) -> {
            sink.set(given);
            time.after(Duration.ofSeconds(10), () -> {
                given.put(base64("Instance:StateChange"));
                given.put(base64("Instance:PreemptibleInstanceInterruption"));
            });
            return new LocalCloud.Parts(List.of(), List.of(), seeded::set);
        })) {
            // When
            var raw = new Raw(cloud);
            raw.advance(11);

            // Then
            assertThat(raw.queue("all").getInteger("active")).isEqualTo(2);
            assertThat(raw.queue("spot").getInteger("active")).isEqualTo(1);
            assertThat(seeded).hasValue("demo");
        }
    }

    @Test
    void runsAtAnotherPaceFromNowOnAndTakesTimersAlong() {
        try (var cloud = Clouds.start()) {
            // Given
            var raw = new Raw(cloud);
            raw.control("PUT", "settings", "{\"pendingSeconds\": 3000, \"startingSeconds\": 3000}");
            raw.control("POST", "instances", "{\"name\": \"slow\"}");

            // When
            raw.control("PUT", "time", "{\"factor\": 10000}");

            // Then
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> new JsonObject(raw.control("GET", "instances/slow", null))
                            .getString("state")
                            .equals("Running"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--prot 1              | There is no option --prot.",
                "--port                | The option --port needs a value.",
                "--port many           | The option --port needs a number, not \"many\".",
                "--port 70000          | The port is between 0 (any free one) and 65535, not 70000.",
                "--fleet huge          | The option --fleet is none, demo, or a number of instances, not \"huge\".",
                "--megabytes 0         | The limits of queues, messages and bytes are at least 1.",
                "--time-factor 0       | The time factor is above 0 and at most 10000, not 0.0.",
            })
    void refusesAWrongOptionInOneSentence(String arguments, String sentence) {
        assertThatThrownBy(() -> LocalCloudMain.options(List.of(arguments.split(" "))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    @Test
    void readsItsOptions() {
        var options = LocalCloudMain.options(List.of(
                "--port 0 --host 0.0.0.0 --fleet 30 --queue a --queue b=text --access-key-id k --access-key-secret s --time-factor 60 --messages 7 --megabytes 2"
                        .split(" ")));

        assertThat(options.port()).isZero();
        assertThat(options.host()).isEqualTo("0.0.0.0");
        assertThat(options.fleet()).isEqualTo("30");
        assertThat(options.queues()).containsExactly("a", "b=text");
        assertThat(options.keys().get(0).id()).isEqualTo("k");
        assertThat(options.timeFactor()).isEqualTo(60);
        assertThat(options.limits().messages()).isEqualTo(7);
        assertThat(options.limits().bytes()).isEqualTo(2 * 1024 * 1024);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
