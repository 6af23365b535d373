package io.ecslifeguard.metrics;

import io.ecslifeguard.cloud.CallTally;
import io.ecslifeguard.cloud.CloudApis;
import io.ecslifeguard.cloud.Meaning;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The figures of calls to ECS and SLB. */
@Startup
@ApplicationScoped
class CloudMeters implements CallTally {

    private final MeterRegistry registry;
    private final Map<Meaning, Counter> failures = new EnumMap<>(Meaning.class);
    private final Map<String, Quota> quotas = new ConcurrentHashMap<>();

    CloudMeters(MeterRegistry registry) {
        this.registry = registry;
        for (var api : CloudApis.ALL) {
            var unused = attempts(api, "OK");
        }
        for (var meaning : Meaning.values()) {
            failures.put(
                    meaning,
                    Counter.builder("lifeguard.cloud.failures")
                            .description("Calls that failed in the end, by what that means")
                            .tag("meaning", meaning.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    @Override
    public void attempted(String api, String code, Duration duration) {
        attempts(api, code).record(duration);
    }

    @Override
    public void failed(Meaning meaning) {
        failures.get(meaning).increment();
    }

    @Override
    public void reserved(String api, int quota, Duration spacing, Duration wait) {
        quotas.computeIfAbsent(api, this::quota).reserved(quota, spacing, wait);
    }

    private Timer attempts(String api, String code) {
        return Timer.builder("lifeguard.cloud.calls")
                .description("Calls to ECS and SLB, each attempt, and how long they took, by OK or the error's code")
                .tag("api", api)
                .tag("code", code)
                .register(registry);
    }

    private Quota quota(String api) {
        var quota = new Quota();
        Gauge.builder("lifeguard.cloud.quota.left", quota, Quota::left)
                .description(
                        "Calls of the next minute's quota (lifeguard.cloud.pace) that were free as far as this replica"
                                + " knows; all share one quota, so take the minimum and not the sum")
                .tag("api", api)
                .strongReference(true)
                .register(registry);
        return quota;
    }

    /** How far ahead the slots of an API were taken when this replica last took one. */
    private static final class Quota {

        private record Taken(int quota, Duration spacing, long untilNanos) {}

        private volatile Taken taken;

        void reserved(int quota, Duration spacing, Duration wait) {
            taken = new Taken(
                    quota, spacing, System.nanoTime() + wait.plus(spacing).toNanos());
        }

        double left() {
            var last = taken;
            if (last == null) {
                return Double.NaN;
            }
            var ahead = Math.max(0, last.untilNanos() - System.nanoTime());
            var reserved = Math.ceil((double) ahead / last.spacing().toNanos());
            return Math.max(0, last.quota() - reserved);
        }
    }
}
