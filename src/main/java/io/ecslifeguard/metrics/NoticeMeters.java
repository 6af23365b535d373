package io.ecslifeguard.metrics;

import io.ecslifeguard.spot.NoticeUse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/** What evacuations made of their notices, step by step. */
final class NoticeMeters {

    private static final double[] SECONDS = {15, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300};

    private final Step weightZero;
    private final Step removal;
    private final Step inService;

    NoticeMeters(MeterRegistry registry) {
        weightZero = new Step("weight_zero", registry);
        removal = new Step("removal", registry);
        inService = new Step("in_service", registry);
    }

    void count(NoticeUse use) {
        weightZero.count(use.secondsLeftAtWeightZero());
        removal.count(use.secondsLeftAtRemoval());
        inService.count(use.secondsLeftInService());
    }

    private static final class Step {

        private final DistributionSummary left;
        private final Counter late;

        Step(String name, MeterRegistry registry) {
            left = DistributionSummary.builder("lifeguard.notice.left")
                    .description(
                            "Seconds of a spot instance's notice that were left when a step was done in the last of"
                                    + " its groups; 0 where it came too late")
                    .baseUnit("seconds")
                    .tag("step", name)
                    .serviceLevelObjectives(SECONDS)
                    .register(registry);
            late = Counter.builder("lifeguard.notice.late")
                    .description("Steps that were done when the notice of the spot instance was over")
                    .tag("step", name)
                    .register(registry);
        }

        void count(Long secondsLeft) {
            if (secondsLeft == null) {
                return;
            }
            left.record(Math.max(0, secondsLeft));
            if (secondsLeft < 0) {
                late.increment();
            }
        }
    }
}
